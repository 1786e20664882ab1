package org.bailiwick.admin.web;

import jakarta.faces.application.ViewHandler;
import jakarta.faces.application.ViewHandlerWrapper;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.FacesContext;
import org.jspecify.annotations.Nullable;

/**
 * The pages that are for everybody keep nothing, from the beginning on: a page says so itself ({@code bare.xhtml}, for what it is
 * sent) only while it is built, and then there would be a session already.
 */
public class StatelessPages extends ViewHandlerWrapper {

    /** The container passes the one before it. */
    public StatelessPages(ViewHandler wrapped) {
        super(wrapped);
    }

    @Override
    public UIViewRoot createView(FacesContext context, @Nullable String viewId) {
        UIViewRoot view = super.createView(context, viewId);
        if (viewId != null && PortalGate.isForEverybody(viewId)) {
            view.setTransient(true);
        }
        return view;
    }
}
