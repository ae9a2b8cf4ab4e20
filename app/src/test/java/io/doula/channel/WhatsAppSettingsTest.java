package io.doula.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.CannotStart;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

class WhatsAppSettingsTest {

  @Test
  void withoutAnySettingThereIsNoWhatsApp() {
    assertThat(WhatsAppSettings.of(environment(Map.of()))).isEmpty();
    assertThat(
            WhatsAppSettings.of(
                environment(Map.of("RATE", "10", "BASE_URL", "http://x", "TOKEN", " "))))
        .isEmpty();
  }

  @Test
  void numberAndTokenAreEnoughToSend() {
    WhatsAppSettings settings =
        given(Map.of("PHONE_NUMBER_ID", "1065", "TOKEN", "t")).orElseThrow();
    assertThat(settings.base()).hasToString("https://graph.facebook.com");
    assertThat(settings.rate()).isEqualTo(80);
    assertThat(settings.hasWebhook()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "TOKEN, DOULA_WHATSAPP_PHONE_NUMBER_ID",
    "PHONE_NUMBER_ID, DOULA_WHATSAPP_TOKEN",
    "APP_SECRET, 'DOULA_WHATSAPP_PHONE_NUMBER_ID, DOULA_WHATSAPP_TOKEN, DOULA_WHATSAPP_VERIFY_TOKEN'",
    "VERIFY_TOKEN, DOULA_WHATSAPP_APP_SECRET",
    "BUSINESS_ACCOUNT_ID, DOULA_WHATSAPP_TOKEN"
  })
  void halfASetUpIsRefusedByTheNameOfWhatIsMissing(String only, String missing) {
    assertThatThrownBy(() -> given(Map.of(only, "x")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(missing)
        .hasMessageNotContaining(only + ",");
  }

  @ParameterizedTest
  @CsvSource({
    "BASE_URL, ftp://x",
    "BASE_URL, graph.facebook.com",
    "BASE_URL, https://a b",
    "BASE_URL, https://user@host",
    "RATE, -1",
    "RATE, many",
    "RATE, 1.5",
    "PHONE_NUMBER_ID, ../1",
    "PHONE_NUMBER_ID, 1/2",
    "TOKEN, 'a b'"
  })
  void whatCanNotWorkIsRefusedByNameAndNeverRepeated(String name, String value) {
    var all = new java.util.HashMap<>(Map.of("PHONE_NUMBER_ID", "1065", "TOKEN", "t"));
    all.put(name, value);
    assertThatThrownBy(() -> given(all))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("DOULA_WHATSAPP_" + name)
        .hasMessageNotContaining("'" + value + "'");
  }

  @Test
  void aSlashAtTheEndOfTheAddressDoesNoHarm() {
    assertThat(
            given(Map.of("PHONE_NUMBER_ID", "1", "TOKEN", "t", "BASE_URL", "http://127.0.0.1:9/x/"))
                .orElseThrow()
                .base())
        .hasToString("http://127.0.0.1:9/x");
  }

  @Test
  void theChannelIsThereWhenItIsSetUpAndNeverInTheLocalProfile() {
    ApplicationContextRunner program =
        new ApplicationContextRunner().withUserConfiguration(WhatsAppSetup.class);
    program.run(context -> assertThat(context.getBeanProvider(Channel.class).stream()).isEmpty());
    ApplicationContextRunner sending =
        program.withPropertyValues("DOULA_WHATSAPP_PHONE_NUMBER_ID=1", "DOULA_WHATSAPP_TOKEN=t");
    sending.run(
        context -> {
          assertThat(context.getBeanProvider(Channel.class).stream()).hasSize(1);
          assertThat(context.getBeanProvider(WhatsAppWebhook.class).getIfAvailable()).isNull();
        });
    sending
        .withPropertyValues("spring.profiles.active=local")
        .run(context -> assertThat(context.getBeanProvider(Channel.class).stream()).isEmpty());
    sending
        .withPropertyValues("DOULA_WHATSAPP_APP_SECRET=s", "DOULA_WHATSAPP_VERIFY_TOKEN=v")
        .run(
            context ->
                assertThat(context.getBeanProvider(WhatsAppWebhook.class).getIfAvailable())
                    .isNotNull());
    program
        .withPropertyValues("DOULA_WHATSAPP_TOKEN=t")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("DOULA_WHATSAPP_PHONE_NUMBER_ID"));
  }

  private static Optional<WhatsAppSettings> given(Map<String, String> settings) {
    return WhatsAppSettings.of(environment(settings));
  }

  private static MockEnvironment environment(Map<String, String> settings) {
    MockEnvironment environment = new MockEnvironment();
    settings.forEach((name, value) -> environment.setProperty("DOULA_WHATSAPP_" + name, value));
    return environment;
  }
}
