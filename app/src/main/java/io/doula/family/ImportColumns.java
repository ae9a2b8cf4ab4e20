package io.doula.family;

import io.doula.core.FieldErrors;
import io.doula.core.Invalid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The columns of a register, as its first line names them. */
final class ImportColumns {
  static final List<String> NEEDED = List.of("clinic", "full_name", "phone", "consent");
  static final List<String> KNOWN =
      List.of(
          "clinic",
          "external_id",
          "full_name",
          "phone",
          "email",
          "language",
          "channels",
          "time_zone",
          "consent",
          "lmp",
          "edd",
          "baby_name",
          "baby_sex",
          "baby_birth_date");
  private static final Pattern DOSE = Pattern.compile("dose_(.+)_[0-9]+");

  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, String> vaccines = new LinkedHashMap<>();
  private final int count;

  private ImportColumns(int count) {
    this.count = count;
  }

  /**
   * Reads the header.
   *
   * @throws Invalid naming every column that is missing, unknown or there twice
   */
  static ImportColumns read(@Nullable CsvLine header) {
    if (header == null) {
      throw new Invalid("", "the file is empty: its first line names the columns");
    }
    if (header.fault() != null) {
      throw new Invalid("", "the first line, which names the columns, " + header.fault());
    }
    if (header.cells().size() == 1 && header.cells().get(0).matches(".*[;\t].*")) {
      throw new Invalid("", "columns are separated by commas: save the file as CSV with commas");
    }
    ImportColumns columns = new ImportColumns(header.cells().size());
    FieldErrors errors = new FieldErrors();
    header.cells().forEach(name -> columns.add(name, errors));
    new HashSet<>(NEEDED)
        .stream()
            .filter(name -> !columns.places.containsKey(name))
            .sorted()
            .forEach(name -> errors.add(name, "is a column that must be there"));
    errors.throwIfAny();
    return columns;
  }

  private void add(String name, FieldErrors errors) {
    Matcher dose = DOSE.matcher(name);
    if (dose.matches() && VaccineCodes.fault(dose.group(1)) == null) {
      vaccines.put(name, VaccineCodes.normal(dose.group(1)));
    } else if (!KNOWN.contains(name)) {
      errors.add(name, "is an unknown column");
    }
    errors.require(
        places.put(name, places.size()) == null, name, "is a column that is there twice");
  }

  /** Whether the record has as many cells as there are columns. */
  boolean fit(CsvLine record) {
    return record.cells().size() == count;
  }

  int count() {
    return count;
  }

  /** A cell; null when it is empty or there is no such column. */
  @Nullable String cell(CsvLine record, String column) {
    Integer place = places.get(column);
    String cell = place == null ? "" : record.cells().get(place);
    return cell.isEmpty() ? null : cell;
  }

  /** The columns that bring doses, with the vaccine of each. */
  Map<String, String> vaccines() {
    return vaccines;
  }
}
