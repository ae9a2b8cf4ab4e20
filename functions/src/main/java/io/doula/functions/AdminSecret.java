package io.doula.functions;

import io.doula.aws.AwsSettings;
import io.doula.core.CannotStart;
import java.util.Map;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the first admin's made-up password goes: the secret that {@code DOULA_ADMIN_SECRET} names.
 */
final class AdminSecret {
  private static final String SETTING = "DOULA_ADMIN_SECRET";

  private final Environment environment;

  AdminSecret(Environment environment) {
    this.environment = environment;
  }

  /**
   * Writes {@code {username, password}} as the secret's current value.
   *
   * @throws CannotStart when there is no such secret, or it may not be written
   */
  void keep(String password) {
    String name = environment.getProperty(SETTING, "");
    if (name.isBlank()) {
      throw new CannotStart(
          "There is no admin yet, and nowhere to put a password. Set DOULA_ADMIN_SECRET to the name of a"
              + " secret for it, or DOULA_ADMIN_PASSWORD.");
    }
    String value =
        new JsonMapper().writeValueAsString(Map.of("username", "admin", "password", password));
    try (SecretsManagerClient aws =
        AwsSettings.applied(SecretsManagerClient.builder(), "SECRETS_MANAGER", environment)
            .region(AwsSettings.region(environment, "AWS_REGION is missing."))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      aws.putSecretValue(put -> put.secretId(name).secretString(value));
    } catch (SdkException e) {
      throw new CannotStart(
          "The first admin's password can't be written to the secret %s (DOULA_ADMIN_SECRET): %s"
              .formatted(name, e.getClass().getSimpleName()));
    }
  }
}
