package org.bailiwick.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;

/**
 * JSON from a client: one object in UTF-8 (RFC 8259), without what different readers understand differently or what
 * costs more than it says. Refused are a byte order mark, invalid UTF-8, NUL and lone surrogates, a member twice in one
 * object, nesting beyond {@value #MAXIMUM_DEPTH} levels, and numbers that are not plain and short.
 */
public final class StrictJson {

    /** Levels of objects and arrays, the outermost included. */
    public static final int MAXIMUM_DEPTH = 10;

    /** The digits of a 64 bit integer and its sign; ACME has no longer number (an EAB key is a string). */
    private static final int MAXIMUM_NUMBER_LENGTH = 20;

    /** Looked up once: the static methods of {@code Json} search the class path each time. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private final String what;
    private final JsonParser parser;

    private StrictJson(String what, JsonParser parser) {
        this.what = what;
        this.parser = parser;
    }

    /**
     * Reads a JSON object. The caller has limited its size.
     *
     * @param what the object's name, to begin a sentence with: {@code The payload}
     * @throws AcmeException {@code malformed}
     */
    public static JsonObject object(String what, byte[] utf8) {
        String text = decode(what, utf8);
        if (text.startsWith("\uFEFF")) {
            throw malformed(what, "begins with a byte order mark");
        }
        try (JsonParser parser = JSON.createParser(new StringReader(text))) {
            return new StrictJson(what, parser).document();
        } catch (JsonParsingException broken) {
            throw malformed(
                    what,
                    "is not JSON (RFC 8259); " + where(broken.getLocation().getStreamOffset(), text.length()));
        }
    }

    private static String where(long offset, int length) {
        return offset < 0 || offset >= length ? "it ends too early" : "look near its character %d".formatted(offset);
    }

    /**
     * A string member that must be there.
     *
     * @param what the object's name, to begin a sentence with: {@code The payload}
     * @throws AcmeException {@code malformed} if it is missing or no string
     */
    public static String text(String what, JsonObject object, String name) {
        if (object.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw malformed(
                what,
                object.containsKey(name)
                        ? "has a \"%s\" that is not a string".formatted(name)
                        : "has no \"%s\"".formatted(name));
    }

    private JsonObject document() {
        if (!parser.hasNext() || parser.next() != Event.START_OBJECT) {
            throw malformed("is not a JSON object");
        }
        JsonObject object = object(1);
        // Only now does the parser look for text after the object, and refuses it.
        if (parser.hasNext()) {
            throw malformed("has more than one JSON object");
        }
        return object;
    }

    private JsonObject object(int depth) {
        JsonObjectBuilder members = JSON.createObjectBuilder();
        Set<String> names = new HashSet<>();
        for (Event event = parser.next(); event != Event.END_OBJECT; event = parser.next()) {
            String name = string();
            if (!names.add(name)) {
                throw malformed("has the member \"%s\" twice".formatted(Problem.printable(name)));
            }
            members.add(name, value(parser.next(), depth));
        }
        return members.build();
    }

    private JsonArray array(int depth) {
        JsonArrayBuilder elements = JSON.createArrayBuilder();
        for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
            elements.add(value(event, depth));
        }
        return elements.build();
    }

    private JsonValue value(Event event, int depth) {
        if ((event == Event.START_OBJECT || event == Event.START_ARRAY) && depth == MAXIMUM_DEPTH) {
            throw malformed("is nested deeper than %d levels".formatted(MAXIMUM_DEPTH));
        }
        return switch (event) {
            case START_OBJECT -> object(depth + 1);
            case START_ARRAY -> array(depth + 1);
            case VALUE_STRING -> JSON.createValue(string());
            case VALUE_NUMBER -> number();
            case VALUE_TRUE -> JsonValue.TRUE;
            case VALUE_FALSE -> JsonValue.FALSE;
            case VALUE_NULL -> JsonValue.NULL;
            case KEY_NAME, END_OBJECT, END_ARRAY -> throw new IllegalStateException("a parser out of step: " + event);
        };
    }

    private String string() {
        String text = parser.getString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw malformed("has a NUL character in a string");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw malformed("has half a character (a lone surrogate) in a string");
            }
        }
        return text;
    }

    /** An exponent makes a number of a few characters arbitrarily expensive to compute with. */
    private JsonValue number() {
        String digits = parser.getString();
        if (digits.length() > MAXIMUM_NUMBER_LENGTH || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0) {
            throw malformed(
                    "has a number with an exponent or of more than %d characters".formatted(MAXIMUM_NUMBER_LENGTH));
        }
        return parser.getValue();
    }

    private static String decode(String what, byte[] utf8) {
        try {
            // A new decoder reports what is invalid, where String's constructor would replace it.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException invalid) {
            throw malformed(what, "is not valid UTF-8");
        }
    }

    private AcmeException malformed(String because) {
        return malformed(what, because);
    }

    private static AcmeException malformed(String what, String because) {
        return new AcmeException(ProblemType.MALFORMED.problem(what + " " + because + "."));
    }
}
