package io.doula.family;

import io.doula.core.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What is kept of who was erased, so that a register that still has her does not bring her back:
 * her number in it, and her phone with her name, sealed with the application's key. Nobody reads
 * them from it.
 */
@Repository
class ErasedMarks {
  private static final String PURPOSE = "erased";

  private final JdbcClient jdbc;
  private final Seal seal;

  ErasedMarks(JdbcClient jdbc, Seal seal) {
    this.jdbc = jdbc;
    this.seal = seal;
  }

  /** Keeps hers. */
  void keep(MotherRow mother) {
    MotherDetails details = mother.details();
    keep(
        new KnownBefore.Before(
            mother.id(),
            mother.clinicId(),
            details.externalId(),
            details.phone(),
            details.fullName()));
  }

  /** Keeps those of a record that was put into hers. */
  void keep(KnownBefore.Before known) {
    for (String mark : of(known.clinicId(), known.externalId(), known.phone(), known.fullName())) {
      jdbc.sql(
              """
              insert into erased (mark, mother_id) values (decode(:mark, 'hex'), :mother)
              on conflict (mark) do update set mother_id = excluded.mother_id
              """)
          .param("mark", mark)
          .param("mother", known.motherId())
          .update();
    }
  }

  /** Those lines of a register that would bring somebody back. */
  Set<ImportLine> among(Collection<ImportLine> lines) {
    String[] asked = lines.stream().flatMap(line -> of(line).stream()).toArray(String[]::new);
    Set<String> known =
        jdbc.sql(
                """
                select encode(mark, 'hex') from erased
                where mark in (select decode(m, 'hex') from unnest(cast(:marks as text[])) as m)
                """)
            .param("marks", asked)
            .query(String.class)
            .set();
    if (known.isEmpty()) {
      return Set.of();
    }
    return lines.stream()
        .filter(line -> of(line).stream().anyMatch(known::contains))
        .collect(Collectors.toSet());
  }

  private List<String> of(ImportLine line) {
    MotherDetails sent = line.mother();
    return of(line.clinicId(), sent.externalId(), sent.phone(), sent.fullName());
  }

  private List<String> of(long clinic, @Nullable String number, String phone, String fullName) {
    String name = fullName.toLowerCase(Locale.ROOT);
    String byPhone = mark(clinic, "phone", phone, name);
    return number == null ? List.of(byPhone) : List.of(mark(clinic, "number", number), byPhone);
  }

  private String mark(long clinic, String... parts) {
    byte[][] bytes =
        Stream.concat(Stream.of(Long.toString(clinic)), Stream.of(parts))
            .map(part -> part.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    return HexFormat.of().formatHex(seal.seal(PURPOSE, bytes));
  }
}
