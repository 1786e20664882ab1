package org.bailiwick.admin.web.api;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bailiwick.acme.Problem;

/** Refuses parameters of the query that nobody reads: a filter that is misspelt would show what was not asked for. */
@Provider
public class KnownParameters implements ContainerRequestFilter {

    @Context
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        Set<String> known = of(resource.getResourceMethod());
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            if (!known.contains(name)) {
                request.abortWith(ProblemResponse.of(
                        400,
                        "There is no parameter \"%s\" here; there are: %s."
                                .formatted(
                                        Problem.printable(name), known.isEmpty() ? "none" : String.join(", ", known))));
            } else if (values.size() > 1) {
                request.abortWith(ProblemResponse.of(400, "The parameter \"%s\" is there twice.".formatted(name)));
            }
        });
    }

    /** The names of the parameters that a resource method reads. */
    static Set<String> of(Method method) {
        Set<String> names = new TreeSet<>();
        for (Parameter parameter : method.getParameters()) {
            Stream<AnnotatedElement> read = parameter.isAnnotationPresent(BeanParam.class)
                    ? Arrays.stream(parameter.getType().getDeclaredFields())
                    : Stream.of(parameter);
            read.map(each -> each.getAnnotation(QueryParam.class))
                    .filter(query -> query != null)
                    .forEach(query -> names.add(query.value()));
        }
        return names;
    }
}
