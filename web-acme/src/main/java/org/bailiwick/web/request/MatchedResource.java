package org.bailiwick.web.request;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import org.bailiwick.monitoring.RequestFilter;

/** Says which resource method a request is for, so that it is counted under that: paths are what clients make up. */
@Provider
public class MatchedResource implements ContainerRequestFilter {

    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest connection;

    @Override
    public void filter(ContainerRequestContext request) {
        Method method = resource.getResourceMethod();
        connection.setAttribute(
                RequestFilter.RESOURCE, method.getDeclaringClass().getSimpleName() + "." + method.getName());
    }
}
