package org.bailiwick.admin.web;

import jakarta.faces.component.UIComponent;
import jakarta.faces.component.UIInput;
import jakarta.faces.view.facelets.FaceletContext;
import jakarta.faces.view.facelets.TagAttribute;
import jakarta.faces.view.facelets.TagConfig;
import jakarta.faces.view.facelets.TagHandler;
import java.io.IOException;
import java.util.Map;

/**
 * The tag around an input of {@code b:field}: gives the input {@code aria-describedby}, which names what is said below it, and
 * {@code aria-invalid} (WAI-ARIA 1.2 §6.7), so that a screen reader tells both.
 */
public final class DescribedInput extends TagHandler {

    /** What is said below an input has the input's id, and this. */
    private static final String SUFFIX = "-said";

    private final TagAttribute input;

    /** Facelets makes one for each place of the tag. */
    public DescribedInput(TagConfig config) {
        super(config);
        input = getRequiredAttribute("input");
    }

    @Override
    public void apply(FaceletContext context, UIComponent parent) throws IOException {
        nextHandler.apply(context, parent);
        String id = input.getValue(context);
        // the parent is not in the page yet, so that nothing can be found from above, and ids of the page are not known
        for (UIComponent child : parent.getChildren()) {
            describe(context, child, id);
        }
    }

    private static void describe(FaceletContext context, UIComponent component, String id) {
        if (component instanceof UIInput && id.equals(component.getId())) {
            set(context, component, "aria-describedby", "#{component.clientId}" + SUFFIX);
            set(context, component, "aria-invalid", "#{component.valid ? 'false' : 'true'}");
        } else {
            component.getChildren().forEach(child -> describe(context, child, id));
        }
    }

    /** An expression: what it is about is the component that is just written. */
    private static void set(FaceletContext context, UIComponent component, String attribute, String expression) {
        Map<String, Object> attributes = component.getPassThroughAttributes(true);
        if (!attributes.containsKey(attribute)) {
            attributes.put(
                    attribute, context.getExpressionFactory().createValueExpression(context, expression, String.class));
        }
    }
}
