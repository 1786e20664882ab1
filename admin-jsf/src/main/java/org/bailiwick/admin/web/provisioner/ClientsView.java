package org.bailiwick.admin.web.provisioner;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.client.ClientDirectory;
import org.bailiwick.client.ClientSetup;
import org.bailiwick.client.ClientSoftware;
import org.bailiwick.client.Step;
import org.bailiwick.client.administration.ClientAdministration;
import org.bailiwick.client.administration.ClientProgress;
import org.jspecify.annotations.Nullable;

/** What to tell a client of one provisioner, ready to be copied, with a new external account key if one is wanted. */
@Named
@ViewScoped
public class ClientsView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    ClientAdministration clients;

    private String id = "";
    private String client = ClientSoftware.CERTBOT.word();
    private String host = "";
    private String challenge = "";
    private @Nullable ClientDirectory directory;
    private String reference = "";

    /** These two as long as the page is looked at on this node; they are in no session that is written or sent. */
    private transient @Nullable String keyId;

    private transient @Nullable String keySecret;

    public void load() {
        directory = clients.find(Ids.uuid("provisioner", id));
        reference = ClientDirectory.nameOf(host).map(DnsIdentifier::value).orElse("");
    }

    public void createKey() {
        ClientSetup.Key made = clients.createKey(Ids.uuid("provisioner", id), reference);
        keyId = made.id();
        keySecret = made.secret();
    }

    public List<ClientSoftware> getSoftware() {
        return List.of(ClientSoftware.values());
    }

    /** What to do with a client; nothing if it cannot prove names as it should. */
    public List<Step> steps(ClientSoftware software) {
        return setup().map(software::steps).orElse(List.of());
    }

    /** Whether the page shows it at once. */
    public boolean isOpen(ClientSoftware software) {
        return software.word().equals(client);
    }

    /** The challenge type of what is shown, as the wire has it. */
    public String getChosenChallenge() {
        return setup().map(setup -> setup.challenge().wireName()).orElse("");
    }

    /** The name that is in what is shown. */
    public String getShownName() {
        return setup().map(setup -> setup.name().value()).orElse("");
    }

    /** Whether what was typed is no name, so that another stands for it. */
    public boolean isNoName() {
        return !host.isBlank() && ClientDirectory.nameOf(host).isEmpty();
    }

    public String getRootCommand() {
        ClientDirectory read = directory;
        return read == null ? "" : read.rootCommand();
    }

    /** Since when the page looks for a first order, in milliseconds of the epoch. */
    public long getSince() {
        ClientDirectory read = directory;
        return read == null ? 0 : read.readAt().toEpochMilli();
    }

    /** Nothing yet: it is looked for afterwards. */
    public ClientProgress getProgress() {
        return ClientProgress.NONE;
    }

    private Optional<ClientSetup> setup() {
        return Optional.ofNullable(directory)
                .filter(ClientDirectory::ready)
                .map(read -> read.setup(host, challenge, key()));
    }

    private Optional<ClientSetup.Key> key() {
        String madeId = keyId;
        String madeSecret = keySecret;
        return madeId == null || madeSecret == null
                ? Optional.empty()
                : Optional.of(new ClientSetup.Key(madeId, madeSecret));
    }

    public @Nullable ClientDirectory getDirectory() {
        return directory;
    }

    public String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = Typed.orEmpty(id);
    }

    public String getClient() {
        return client;
    }

    public void setClient(@Nullable String client) {
        this.client = Typed.orEmpty(client);
    }

    public String getHost() {
        return host;
    }

    public void setHost(@Nullable String host) {
        this.host = Typed.orEmpty(host);
    }

    public String getChallenge() {
        return challenge;
    }

    public void setChallenge(@Nullable String challenge) {
        this.challenge = Typed.orEmpty(challenge);
    }

    public String getReference() {
        return reference;
    }

    public void setReference(@Nullable String reference) {
        this.reference = Typed.orEmpty(reference);
    }

    /** Empty as long as there is no new key. */
    public String getKeyId() {
        return Typed.orEmpty(keyId);
    }

    public String getKeySecret() {
        return Typed.orEmpty(keySecret);
    }
}
