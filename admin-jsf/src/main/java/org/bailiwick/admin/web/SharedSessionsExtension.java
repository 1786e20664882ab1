package org.bailiwick.admin.web;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;

/** Gives the portal its sessions; the server finds this by {@code META-INF/services}. */
public final class SharedSessionsExtension implements ServletExtension {

    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        deployment.setSessionManagerFactory(
                deployed -> new SharedSessions(deployed.getDeploymentInfo().getDeploymentName()));
    }
}
