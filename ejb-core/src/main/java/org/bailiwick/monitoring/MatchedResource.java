package org.bailiwick.monitoring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;

/**
 * Says which resource method a request is for, so that it is counted under that: paths are what clients make up. What
 * {@link RequestFilter} cannot know; every application of both web modules has it.
 */
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
