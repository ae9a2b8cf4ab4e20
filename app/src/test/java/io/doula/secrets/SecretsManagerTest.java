package io.doula.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.AwsEndpoint;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class SecretsManagerTest {
  @Test
  void whatWasPutIsRead() {
    try (SecretsManagerClient aws = AwsEndpoint.orSkip().client(SecretsManagerClient.builder())) {
      aws.createSecret(secret -> secret.name("a").secretString("b"));
      assertThat(aws.getSecretValue(secret -> secret.secretId("a")).secretString()).isEqualTo("b");
    }
  }
}
