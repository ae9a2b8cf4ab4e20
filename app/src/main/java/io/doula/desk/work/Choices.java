package io.doula.desk.work;

import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Viewer;
import io.doula.family.Clinic;
import io.doula.family.Clinics;
import io.doula.http.Say;
import io.doula.message.Messages;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the filters of the work's pages offer. */
@Component
class Choices {
  private final Clinics clinics;
  private final Today today;

  Choices(Clinics clinics, Today today) {
    this.clinics = clinics;
    this.today = today;
  }

  /** The viewer's clinics by id, in the order of their names. */
  Map<String, String> clinics(Viewer viewer) {
    Map<String, String> byId = new LinkedHashMap<>();
    Page<Clinic> page = clinics.list(viewer, new Paging(500, 0));
    page.items().stream()
        .sorted(java.util.Comparator.comparing(Clinic::name))
        .forEach(clinic -> byId.put(clinic.id(), clinic.name()));
    return byId;
  }

  String clinic(long id, Viewer viewer) {
    return clinics.one(id, viewer).name();
  }

  /** The day that it is in the viewer's clinics: one, or two when their zones differ. */
  List<LocalDate> dates(Viewer viewer, Instant now) {
    return today.places(viewer, now).dates();
  }

  /** Values with their texts. */
  static Map<String, String> said(Say say, String prefix, Collection<String> values) {
    Map<String, String> said = new LinkedHashMap<>();
    values.forEach(value -> said.put(value, say.text(prefix + value)));
    return said;
  }

  /** The languages in which there are messages, in the page's own words. */
  static Map<String, String> languages(Say say) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String tag : Messages.LANGUAGES) {
      names.put(tag, Locale.forLanguageTag(tag).getDisplayLanguage(say.locale()));
    }
    return names;
  }
}
