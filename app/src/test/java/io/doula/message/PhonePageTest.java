package io.doula.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** The page of the demo phones, without the program around it. */
class PhonePageTest {
  private static final Instant NOW = Instant.parse("2026-11-26T06:00:00Z");

  @Test
  void everyPhoneShowsItsMessagesInOrderAndABoxToAnswer() throws Exception {
    String page =
        page(
            phone("+254711000001", "Amina Otieno", got("first"), got("second"), answered("STOP")),
            phone("+254711000002", "Wanjiru"));
    assertThat(page)
        .containsSubsequence("Amina Otieno", ">first<", ">second<", ">STOP<", "Wanjiru")
        .containsSubsequence("bubble got", "bubble got", "bubble sent")
        .contains("No messages yet", "2026-11-26 06:00 UTC", ">whatsapp<")
        .contains("name=\"from\" value=\"+254711000001\"")
        .contains("action=\"/dev/phone/clock\"", "action=\"/dev/phone\"")
        .contains("value=\"P1D\"", "value=\"P2D\"", "value=\"P7D\"");
  }

  @Test
  void whatPeopleWriteIsShownAndNeverRun() throws Exception {
    String attack = "<script>alert(1)</script>\" onload='x' ${7*7} [[${7*7}]]";
    String page = page(phone("+254711000001\" x=\"", attack, got(attack), answered(attack)));
    assertThat(page)
        .doesNotContain("<script", "\" onload", "\" x=\"", "49")
        .contains("&lt;script&gt;alert(1)");
  }

  @Test
  void aStrictContentSecurityPolicyFindsNothingInline() throws Exception {
    String page = page(phone("+254711000001", "Amina", got("Hello")));
    assertThat(page)
        .doesNotContainPattern("(?i)<script|<style|\\sstyle=|\\son\\w+=|javascript:|th:")
        .contains("<link rel=\"stylesheet\" href=\"/static/phone.css\">");
  }

  @Test
  void withoutPhonesThePageSaysSo() throws Exception {
    assertThat(page()).contains("No phone has got a message yet");
  }

  private static Map<String, Object> got(String text) {
    return Map.of("text", text, "channel", "whatsapp", "at", NOW, "inbound", false);
  }

  private static Map<String, Object> answered(String text) {
    return Map.of("text", text, "channel", "whatsapp", "at", NOW, "inbound", true);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Map<String, Object> phone(
      String number, String name, Map<String, Object>... messages) {
    return Map.of("phone", number, "name", name, "messages", List.of(messages));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static String page(Map<String, Object>... phones) throws Exception {
    return MockMvcBuilders.standaloneSetup(new Page(List.of(phones)))
        .setViewResolvers(views())
        .build()
        .perform(get("/dev/phone"))
        .andReturn()
        .getResponse()
        .getContentAsString();
  }

  private static ThymeleafViewResolver views() {
    var templates = new ClassLoaderTemplateResolver();
    templates.setPrefix("templates/");
    templates.setSuffix(".html");
    templates.setTemplateMode(TemplateMode.HTML);
    var engine = new SpringTemplateEngine();
    engine.setTemplateResolver(templates);
    var views = new ThymeleafViewResolver();
    views.setTemplateEngine(engine);
    views.setCharacterEncoding("UTF-8");
    return views;
  }

  @Controller
  static class Page {
    private final List<Map<String, Object>> phones;

    Page(List<Map<String, Object>> phones) {
      this.phones = phones;
    }

    @GetMapping("/dev/phone")
    String phone(Model model) {
      model.addAttribute("now", NOW);
      model.addAttribute("phones", phones);
      return "dev/phone";
    }
  }
}
