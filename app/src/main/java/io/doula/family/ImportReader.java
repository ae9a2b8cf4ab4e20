package io.doula.family;

import io.doula.core.FieldError;
import io.doula.core.FieldErrors;
import io.doula.core.Texts;
import io.doula.core.TimeZones;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the lines of one register by the rules that hold for requests too. */
final class ImportReader {
  private static final DateTimeFormatter ISO_DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  /** Columns by the fields of the forms that read them. */
  private static final Map<String, String> COLUMNS =
      Map.of(
          "fullName", "full_name",
          "timeZone", "time_zone",
          "externalId", "external_id",
          "birthDate", "baby_birth_date",
          "name", "baby_name");

  private final ImportColumns columns;
  private final Map<String, Clinic> clinics;
  private final Instant now;

  /**
   * @param clinics those that lines may name
   */
  ImportReader(ImportColumns columns, List<Clinic> clinics, Instant now) {
    this.columns = columns;
    this.clinics = clinics.stream().collect(Collectors.toMap(Clinic::id, Function.identity()));
    clinics.forEach(clinic -> this.clinics.put(clinic.name(), clinic));
    this.now = now;
  }

  /**
   * Reads a line.
   *
   * @param errors gets what is wrong with it, by columns
   * @return null when anything is wrong
   */
  @Nullable ImportLine read(CsvLine record, FieldErrors errors) {
    if (record.fault() != null) {
      errors.add("", "the line " + record.fault());
      return null;
    }
    if (!columns.fit(record)) {
      errors.add(
          "",
          "the line has " + record.cells().size() + " cells for " + columns.count() + " columns");
      return null;
    }
    FieldErrors found = new FieldErrors();
    ImportLine line = readCells(record, found);
    if (found.isEmpty()) {
      return line;
    }
    inColumns(found).forEach(e -> errors.add(e.field(), e.message()));
    return null;
  }

  private static List<FieldError> inColumns(FieldErrors errors) {
    return errors.all().stream()
        .map(e -> new FieldError(COLUMNS.getOrDefault(e.field(), e.field()), e.message()))
        .toList();
  }

  private @Nullable ImportLine readCells(CsvLine record, FieldErrors errors) {
    Clinic clinic = clinic(record, errors);
    List<@Nullable String> channels = channels(record);
    MotherDetails mother = mother(record, channels, errors).read(errors);
    LocalDateTime local = localNow(clinic, mother);
    FieldErrors today = new FieldErrors();
    BabyDetails baby = baby(record, local, errors, today);
    PregnancyDates dates = dates(record, local.toLocalDate(), baby, errors, today);
    Map<String, ImportLine.Given> doses = doses(record, baby, errors);
    doses.forEach(
        (column, dose) ->
            today.require(!dose.on().isAfter(local.toLocalDate()), column, "is in the future"));
    return clinic == null
        ? null
        : new ImportLine(
            record.line(),
            Long.parseLong(clinic.id()),
            local.toLocalDate(),
            mother,
            channels != null,
            dates,
            columns.cell(record, "lmp") == null ? "edd" : "lmp",
            baby,
            doses,
            inColumns(today));
  }

  private @Nullable Clinic clinic(CsvLine record, FieldErrors errors) {
    String cell = Texts.clean(columns.cell(record, "clinic"));
    Clinic clinic = cell == null ? null : clinics.get(cell);
    if (clinic == null) {
      errors.add("clinic", cell == null ? "is missing" : "is an unknown clinic");
    }
    return clinic;
  }

  private @Nullable List<@Nullable String> channels(CsvLine record) {
    String cell = columns.cell(record, "channels");
    if (cell == null) {
      return null;
    }
    List<@Nullable String> channels = new ArrayList<>();
    Arrays.stream(cell.split(";", -1)).map(String::strip).forEach(channels::add);
    return channels;
  }

  private MotherForm mother(
      CsvLine record, @Nullable List<@Nullable String> channels, FieldErrors errors) {
    return new MotherForm(
        null,
        columns.cell(record, "full_name"),
        columns.cell(record, "phone"),
        columns.cell(record, "email"),
        columns.cell(record, "language"),
        columns.cell(record, "time_zone"),
        channels,
        consent(record, errors),
        columns.cell(record, "external_id"));
  }

  private boolean consent(CsvLine record, FieldErrors errors) {
    String cell = Objects.requireNonNullElse(columns.cell(record, "consent"), "");
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> {
        errors.add("consent", cell.isEmpty() ? "is missing" : "must be yes, no, true or false");
        yield false;
      }
    };
  }

  private LocalDateTime localNow(@Nullable Clinic clinic, MotherDetails mother) {
    String zone = mother.timeZone();
    if (zone == null || TimeZones.fault(zone) != null) {
      zone = clinic == null ? "UTC" : clinic.timeZone();
    }
    return now.atZone(ZoneId.of(zone)).toLocalDateTime();
  }

  /** Read as on the day of birth, when nothing is wrong with that day; then held against today. */
  private @Nullable BabyDetails baby(
      CsvLine record, LocalDateTime local, FieldErrors errors, FieldErrors today) {
    String name = columns.cell(record, "baby_name");
    String sex = columns.cell(record, "baby_sex");
    if (columns.cell(record, "baby_birth_date") == null) {
      errors.require(name == null && sex == null, "baby_birth_date", "is missing");
      return null;
    }
    LocalDate birth = date(record, "baby_birth_date", errors);
    Sex read = sex(sex, errors);
    if (birth == null) {
      return null;
    }
    BabyForm form = new BabyForm(null, birth, null, name, read, null);
    FieldErrors all = new FieldErrors();
    form.read(all, local);
    all.all().stream()
        .filter(error -> error.field().equals("birthDate"))
        .forEach(error -> today.add(error.field(), error.message()));
    return form.read(errors, birth.atStartOfDay());
  }

  private static @Nullable Sex sex(@Nullable String cell, FieldErrors errors) {
    if (cell == null) {
      return null;
    }
    return Arrays.stream(Sex.values())
        .filter(sex -> sex.name().equals(cell.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseGet(
            () -> {
              errors.add("baby_sex", "must be FEMALE, MALE or UNKNOWN");
              return null;
            });
  }

  /** Read as on its first day, when nothing is wrong with its age; then held against today. */
  private @Nullable PregnancyDates dates(
      CsvLine record,
      LocalDate day,
      @Nullable BabyDetails baby,
      FieldErrors errors,
      FieldErrors today) {
    LocalDate lmp = date(record, "lmp", errors);
    LocalDate edd = date(record, "edd", errors);
    if (lmp == null && edd == null) {
      return null;
    }
    LocalDate first =
        lmp != null ? lmp : Objects.requireNonNull(edd).minusDays(PregnancyDates.FULL_TERM);
    PregnancyForm form = new PregnancyForm(lmp, edd, null);
    PregnancyDates dates = form.read(errors, first, first);
    if (dates != null) {
      form.read(today, day, end(dates, baby, day));
    }
    return dates;
  }

  /** The baby's birth, when it is what ended that pregnancy; else the pregnancy goes on today. */
  private static LocalDate end(PregnancyDates dates, @Nullable BabyDetails baby, LocalDate today) {
    return baby != null && dates.endsWithBirthOn(baby.birthDate()) ? baby.birthDate() : today;
  }

  private Map<String, ImportLine.Given> doses(
      CsvLine record, @Nullable BabyDetails baby, FieldErrors errors) {
    Map<String, ImportLine.Given> doses = new LinkedHashMap<>();
    columns
        .vaccines()
        .forEach(
            (column, vaccine) -> {
              LocalDate on = date(record, column, errors);
              if (on != null) {
                boolean noBaby = columns.cell(record, "baby_birth_date") == null;
                refuseDose(errors, column, on, baby, noBaby);
                doses.put(column, new ImportLine.Given(vaccine, on));
              }
            });
    return doses;
  }

  private static void refuseDose(
      FieldErrors errors, String column, LocalDate on, @Nullable BabyDetails baby, boolean noBaby) {
    errors.require(!noBaby, column, "needs a baby: give its baby_birth_date");
    errors.require(baby == null || !on.isBefore(baby.birthDate()), column, "is before the birth");
  }

  private @Nullable LocalDate date(CsvLine record, String column, FieldErrors errors) {
    String cell = columns.cell(record, column);
    if (cell == null) {
      return null;
    }
    try {
      LocalDate date = LocalDate.parse(cell, ISO_DAY);
      if (date.getYear() >= 1900 && date.getYear() < 2200) {
        return date;
      }
    } catch (DateTimeException e) {
      // refused below, like a day of another century
    }
    errors.add(column, "is no such date: write it as 2026-03-01");
    return null;
  }
}
