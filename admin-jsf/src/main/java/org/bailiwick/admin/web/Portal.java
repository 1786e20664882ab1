package org.bailiwick.admin.web;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.bailiwick.hash.Sha256;
import org.primefaces.context.PrimeFacesContext;

/** What every page needs of the portal itself. */
@Named
@ApplicationScoped
public class Portal {

    private static final List<String> ASSETS = List.of("/assets/portal.css", "/assets/portal.js");

    private static final int DIGITS = 12;

    @Inject
    ServletContext context;

    private String version = "";

    @PostConstruct
    void readAssets() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String asset : ASSETS) {
            try (InputStream file = context.getResourceAsStream(asset)) {
                Objects.requireNonNull(file, asset).transferTo(all);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        version = Sha256.hexadecimal(all.toByteArray()).substring(0, DIGITS);
    }

    /** Another one whenever style or script are others: their addresses have it, so that browsers keep them for ever. */
    public String getVersion() {
        return version;
    }

    /** The nonce of the page; PrimeFaces wants it back with each form. */
    public String getNonce() {
        return PrimeFacesContext.getCspState(FacesContext.getCurrentInstance()).getNonce();
    }
}
