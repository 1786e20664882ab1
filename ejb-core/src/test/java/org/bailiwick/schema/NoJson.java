package org.bailiwick.schema;

import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.format.FormatMapper;

/** For Hibernate, which otherwise looks for a JSON binding at its start; no entity has a column that needs one. */
final class NoJson implements FormatMapper {

    @Override
    public <T> T fromString(CharSequence document, JavaType<T> type, WrapperOptions options) {
        throw new UnsupportedOperationException("no column is mapped as JSON");
    }

    @Override
    public <T> String toString(T value, JavaType<T> type, WrapperOptions options) {
        throw new UnsupportedOperationException("no column is mapped as JSON");
    }
}
