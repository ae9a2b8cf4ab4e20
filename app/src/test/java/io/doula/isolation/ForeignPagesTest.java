package io.doula.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.core.Sight;
import io.doula.core.Viewer;
import io.doula.isolation.PageRequests.Page;
import io.doula.isolation.ShownForm.Field;
import io.doula.testing.Answer;
import io.doula.testing.Browser;
import io.doula.testing.Staff;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Ids of another clinic at every page, for each role that belongs to clinics: with both layers, and
 * with each alone. In the address, in a parameter, and in each field of each form in which the page
 * itself has an id.
 */
class ForeignPagesTest extends TwoClinics {
  /** Parameters that name something, and what. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "clinic", "clinic",
          "mother", "mother",
          "recorded", "mother",
          "account", "account",
          "baby", "baby",
          "pregnancy", "pregnancy",
          "q", "mother",
          "id", "mother");

  /** Without these nothing is looked for. */
  private static final String[] SOMETHING = {"what", "dose", "whose", "1", "entry", "1"};

  /** Pages that say something without a sign-in. */
  private static final Set<String> OPEN = Set.of("/app/sign-in", "/app/reset");

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping handlers;

  private List<Page> pages;
  private Map<String, Long> own;
  private Map<String, Long> mourned;

  @BeforeEach
  void everyPageAndTwoFamiliesOfEast() {
    pages = new PageRequests(handlers).all();
    assertThat(pages).hasSizeGreaterThan(70);
    own = new HashMap<>(east.ids());
    mourned = mourned();
  }

  /** A family in which there is what can be taken back. */
  private Map<String, Long> mourned() {
    long mother = families.mother(east.clinic(), "+254700000003");
    long pregnancy = families.pregnancy(mother, LocalDate.parse("2025-10-01"));
    long baby = families.baby(mother, LocalDate.parse("2025-12-15"), "Neema");
    families.change(
        mother,
        """
        update pregnancy set outcome = 'STILLBIRTH', ended_on = '2026-02-20' where id = :id
        """,
        "id",
        pregnancy);
    families.change(mother, "update baby set died_on = '2026-02-01' where id = :id", "id", baby);
    families.change(
        mother, "update mother set died_on = '2026-02-21' where id = :id", "id", mother);
    return Map.of("mother", mother, "pregnancy", pregnancy, "baby", baby);
  }

  @ParameterizedTest
  @EnumSource
  void aPageOfAnotherClinicIsNotThere(Layers layers) {
    Map<String, String> before = contents();
    Browser nurse = browser(Role.NURSE);
    Browser viewer = browser(Role.VIEWER);
    only(layers);
    int tried = 0;
    for (Page page : pages) {
      if (page.names()) {
        assertNotThere(page, nurse);
        assertNotThere(page, viewer);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(40);
    bothLayers();
    assertThat(contents()).as("and nothing has changed").isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void noPageTellsOfAnotherClinicWhateverItIsAsked(Layers layers) {
    Browser admin = browser(Role.ADMIN);
    List<Browser> others = List.of(browser(Role.NURSE), browser(Role.VIEWER));
    int told = 0;
    for (Page page : pages) {
      if (!page.reads()) {
        continue;
      }
      String path = page.with(this::own);
      told += mentionsWest(admin.get(path)) ? 1 : 0;
      only(layers);
      for (Browser one : others) {
        assertTellsNothing(one, path);
        for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
          assertTellsNothing(
              one, path + "?" + parameter.getKey() + "=" + foreign.get(parameter.getValue()));
        }
      }
      bothLayers();
    }
    assertThat(told).as("pages on which an ADMIN finds it").isGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource
  void anIdOfAnotherClinicInAFormIsRefused(Layers layers) {
    Browser nurse = browser(Role.NURSE);
    List<ShownForm> forms = forms(nurse);
    Map<String, String> before = ofWest();
    only(layers);
    Set<String> tried = new TreeSet<>();
    for (ShownForm form : forms) {
      for (Field field : form.fields()) {
        Field instead = new Field(foreign(field.name()), foreign(field.value()), field.sent());
        if (!instead.equals(field) && !field.name().equals("next")) {
          assertRefused(nurse, form, field, instead);
          tried.add(field.name().replaceAll("[0-9]+", "ID"));
        }
      }
    }
    bothLayers();
    assertThat(ofWest()).as("and nothing has changed").isEqualTo(before);
    assertThat(tried)
        .as("fields that hold an id")
        .contains("clinic", "clinicId", "entry", "dose", "contact", "what");
    Set<String> unseen = new TreeSet<>();
    for (Page page : pages) {
      if (!page.reads() && page.names() && forms.stream().noneMatch(f -> page.is(f.action()))) {
        unseen.add(page.path());
      }
    }
    assertThat(unseen)
        .as("forms that no page of East showed; each has no field but those of its address")
        .allMatch(
            path -> path.matches("/app/(clinics|staff|imports|reminders)/.*|.*/(opt-in|erase)"));
  }

  @ParameterizedTest
  @EnumSource
  void aRegisterBringsNobodyToAnotherClinicAndTellsOfNobodyThere(Layers layers) {
    Browser nurse = browser(Role.NURSE);
    Map<String, String> before = ofWest();
    only(layers);
    for (String clinic : List.of("" + west.clinic(), Village.WEST)) {
      String register =
          """
          clinic,external_id,full_name,phone,consent,baby_name,baby_birth_date
          %s,%s,Asha,+254700000002,yes,Nia,2026-02-01
          """
              .formatted(clinic, Village.WEST);
      Answer taken = nurse.submit("/app/imports", "/app/imports", "pasted", register);
      Answer run = nurse.get(String.valueOf(taken.header("Location")));
      assertThat(run.text()).contains("<code>clinic</code>");
      assertThat(mentionsWest(run)).as("%s", run).isFalse();
    }
    bothLayers();
    assertThat(ofWest()).as("and nothing has changed").isEqualTo(before);
  }

  private Browser browser(Role role) {
    Browser browser = new Browser(api);
    long[] clinics = role == Role.ADMIN ? new long[0] : new long[] {east.clinic()};
    browser.signIn(staff.account(role, clinics).username(), Staff.PASSWORD);
    return browser;
  }

  private Long own(String thing) {
    return own.getOrDefault(thing, foreign.get(thing));
  }

  /** Also where some of its ids are one's own. */
  private void assertNotThere(Page page, Browser one) {
    assertNotThere(page, page.with(foreign::get), one);
    if (page.path().matches(".*[{].*[{].*")) {
      assertNotThere(page, page.with(x -> x.equals("mother") ? own(x) : foreign.get(x)), one);
      assertNotThere(page, page.with(x -> x.equals("mother") ? foreign.get(x) : own(x)), one);
    }
  }

  private void assertNotThere(Page page, String path, Browser one) {
    Answer answer = page.reads() ? one.get(path) : one.submit("/app/more", path, SOMETHING);
    assertThat(answer.status()).as("%s: %s", page, answer).isIn(403, 404);
    assertThat(answer.text()).as("%s", page).doesNotContain("form is too old");
    assertThat(mentionsWest(answer)).as("%s: %s", page, answer).isFalse();
  }

  private void assertTellsNothing(Browser one, String path) {
    Answer answer = one.get(path);
    assertThat(answer.status()).as("%s: %s", path, answer).isLessThan(500);
    assertThat(mentionsWest(answer)).as("%s: %s", path, answer).isFalse();
  }

  private void assertRefused(Browser nurse, ShownForm form, Field field, Field instead) {
    String[] sent = form.sent(field, instead);
    Answer answer =
        form.method().equals("post")
            ? nurse.submit("/app/more", form.action(), sent)
            : nurse.get(form.action() + "?" + instead.name() + "=" + instead.value());
    String what = form.action() + " with " + List.of(sent) + ": " + answer;
    assertThat(mentionsWest(answer)).as(what).isFalse();
    // the name of a field that is not on the page is nothing: what it says is not looked at
    if (instead.name().equals(field.name())) {
      assertThat(answer.status()).as(what).isIn(403, 404);
    }
  }

  /** The forms that somebody of East finds, each once. */
  private List<ShownForm> forms(Browser her) {
    Map<String, ShownForm> forms = new LinkedHashMap<>();
    for (Page page : pages) {
      if (page.reads() && !OPEN.contains(page.path())) {
        for (Map<String, Long> family : List.of(own, mourned)) {
          String path = page.with(thing -> family.getOrDefault(thing, own(thing)));
          ShownForm.of(her.get(path).text()).forEach(form -> forms.put(form.toString(), form));
        }
      }
    }
    return new ArrayList<>(forms.values());
  }

  /** The same with each id of East's replaced by that of the same thing of West's. */
  private String foreign(String text) {
    String changed = text;
    for (Map<String, Long> family : List.of(own, mourned)) {
      for (Map.Entry<String, Long> thing : family.entrySet()) {
        changed =
            changed.replaceAll("\\b" + thing.getValue() + "\\b", "" + foreign.get(thing.getKey()));
      }
    }
    return changed;
  }

  private Map<String, String> ofWest() {
    Viewer hers = new Viewer(1, "nurse", Role.NURSE, Set.of(west.clinic()));
    return Sight.of(hers).get(() -> contents(jdbc));
  }
}
