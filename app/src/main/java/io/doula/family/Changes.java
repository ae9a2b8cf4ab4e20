package io.doula.family;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What changed of a thing, by the names of its fields: the trail holds no values. */
final class Changes {
  private Changes() {}

  /** The fields in which two of a kind differ. */
  static <T extends Record> List<String> between(T before, T after) {
    List<String> names = new ArrayList<>();
    for (RecordComponent field : after.getClass().getRecordComponents()) {
      try {
        if (!Objects.equals(
            field.getAccessor().invoke(before), field.getAccessor().invoke(after))) {
          names.add(field.getName());
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a record's own accessor", e);
      }
    }
    return names;
  }
}
