package io.doula.channel;

import static io.doula.channel.Mails.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailLettersTest {
  private final MailWords words = new MailWords();

  @Test
  void theHeadersLetAMailProgramStopItWithOneClick() throws Exception {
    assertThat(headers(mail()))
        .contains(
            "List-Unsubscribe: <https://doula.example/unsubscribe/AAAAtoken>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Auto-Submitted: auto-generated",
            "Message-ID: <12.1@clinic.example>",
            "Content-Language: en");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Clinic\r\nBcc: thief@x.example",
        "Clinic\nBcc: thief@x.example\n\nbody",
        "Clinic\rBcc:"
      })
  void aClinicsNameCanNotAddAHeader(String name) throws Exception {
    List<String> headers = headers(mail("amina@family.example", "en", name, "Hello"));
    assertThat(headers).noneMatch(header -> header.startsWith("Bcc"));
    assertThat(headers).anyMatch(header -> header.startsWith("Subject: Clinic Bcc:"));
  }

  @Test
  void aLongNameInAnyScriptIsFoldedIntoShortLines() throws Exception {
    String name = "किबेरा स्वास्थ्य केंद्र ".repeat(10).strip();
    MimeMessage written = letter(mail("amina@family.example", "hi", name, "Hello"));
    assertThat(written.getSubject()).isEqualTo(name);
    assertThat(source(written).lines()).allMatch(line -> line.length() <= 78);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "amina",
        "amina@",
        "@family.example",
        "a b@family.example",
        "amina@family.example\r\nDATA",
        "amina@family.example>, <thief@x.example",
        "a@b, c@d",
        "अमीना@family.example"
      })
  void aTextThatIsNoAddressReachesNobody(String text) {
    assertThatThrownBy(() -> letter(mail(text, "en", "Clinic", "Hello")))
        .isInstanceOf(AddressException.class);
  }

  @Test
  void aDomainInAnyScriptIsSpelledAsTheNetDoes() throws Exception {
    assertThat(MailLetters.address("amina@bücher.example").getAddress())
        .isEqualTo("amina@xn--bcher-kva.example");
  }

  @Test
  void theHtmlSaysWhatIsWrittenAndNothingElse() {
    String html =
        words.html(
            mail("a@b.example", "en", "Clinic", "<b>\"A\" & 'B'</b>\n\nline two"), "<i>C</i>");
    assertThat(html)
        .contains("<p>&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;</p>", "<p>line two</p>")
        .contains("<title>&lt;i&gt;C&lt;/i&gt;</title>")
        .doesNotContain("<img", "<script", "http://", "src=", "url(");
    assertThat(html.split("https://", -1)).as("one link").hasSize(2);
  }

  @Test
  void theLanguageSaysInWhichDirectionItIsRead() {
    assertThat(html("ur")).contains("<html lang=\"ur\" dir=\"rtl\">");
    assertThat(html("pa-Arab-PK")).contains("dir=\"rtl\"");
    assertThat(html("sw")).contains("<html lang=\"sw\" dir=\"ltr\">");
    assertThat(html("fr-CD")).contains("Ne plus recevoir");
    assertThat(html("tlh")).contains("Stop these messages");
  }

  private String html(String language) {
    return words.html(mail("a@b.example", language, "Clinic", "Hello"), "Clinic");
  }

  private static MimeMessage letter(Outgoing message) throws Exception {
    return new MailLetters(new InternetAddress("reminders@clinic.example"), null).write(message);
  }

  private static List<String> headers(Outgoing message) throws Exception {
    return source(letter(message)).lines().takeWhile(line -> !line.isEmpty()).toList();
  }

  private static String source(MimeMessage letter) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    letter.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
