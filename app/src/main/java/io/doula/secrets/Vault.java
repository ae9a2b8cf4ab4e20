package io.doula.secrets;

import io.doula.aws.AwsSettings;
import io.doula.core.CannotStart;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/**
 * Secrets Manager, asked anew until it answers or patience ends; for one thread. It is opened for
 * each reading and closed after it, so that no connection of it rests in a snapshot.
 */
final class Vault implements AutoCloseable {
  static final String CURRENT = "AWSCURRENT";

  /** What a rotation has made and not yet declared current. */
  static final String PENDING = "AWSPENDING";

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 1000;
  private static final Set<String> CREDENTIALS_REFUSED =
      Set.of(
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "InvalidClientTokenId",
          "ExpiredTokenException",
          "ExpiredToken",
          "IncompleteSignature",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException");

  private final SecretsManagerClient aws;
  private final Duration patience;
  private final long until;

  private Vault(SecretsManagerClient aws, Duration patience) {
    this.aws = aws;
    this.patience = patience;
    this.until = System.nanoTime() + patience.toNanos();
  }

  /**
   * @param first what is going to be read first
   * @param patience for all that is read
   * @throws SecretFault when this machine knows no region or no credentials
   */
  static Vault open(Environment environment, SecretName first, Duration patience) {
    SecretsManagerClient aws = client(environment, first);
    try {
      aws.serviceClientConfiguration().credentialsProvider().resolveIdentity().join();
    } catch (RuntimeException none) {
      aws.close();
      throw SecretFault.noAws(
          first, "no AWS credentials were found (a role of this machine, or AWS_ACCESS_KEY_ID …)");
    }
    return new Vault(aws, patience);
  }

  private static SecretsManagerClient client(Environment environment, SecretName first) {
    try {
      return AwsSettings.applied(SecretsManagerClient.builder(), "SECRETS_MANAGER", environment)
          .region(AwsSettings.region(environment, ""))
          .httpClientBuilder(
              UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER))
          // repeated here, where the time is counted
          .overrideConfiguration(
              all -> all.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallAttemptTimeout(ANSWER))
          .build();
    } catch (CannotStart noRegion) {
      throw SecretFault.noAws(first, "no AWS region was found (AWS_REGION)");
    } catch (IllegalArgumentException | SdkClientException e) {
      throw SecretFault.noAws(first, "AWS_REGION or AWS_ENDPOINT_URL is not what it must be");
    }
  }

  /** The version that counts. */
  SecretFields current(SecretName secret) {
    return read(secret, CURRENT)
        .orElseThrow(
            () ->
                SecretFault.of(
                    secret,
                    "does not exist in %s, or holds nothing"
                        .formatted(aws.serviceClientConfiguration().region())));
  }

  /** The version that a rotation under way has made; mostly there is none. */
  Optional<SecretFields> pending(SecretName secret) {
    return read(secret, PENDING);
  }

  private Optional<SecretFields> read(SecretName secret, String stage) {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      String trouble;
      try {
        GetSecretValueResponse answer =
            aws.getSecretValue(
                ask ->
                    ask.secretId(secret.name())
                        .versionStage(stage)
                        .overrideConfiguration(all -> all.apiCallTimeout(left())));
        return Optional.of(SecretFields.of(secret, text(secret, answer)));
      } catch (AwsServiceException e) {
        if (isAbsent(e)) {
          return Optional.empty();
        }
        trouble = passing(secret, e);
      } catch (SdkClientException e) {
        trouble = "no answer came";
      }
      pause = rest(secret, trouble, pause);
    }
  }

  private static String text(SecretName secret, GetSecretValueResponse answer) {
    @Nullable String text = answer.secretString();
    if (text == null) {
      throw SecretFault.of(secret, "holds bytes; it must hold a text, JSON");
    }
    return text;
  }

  private static boolean isAbsent(AwsServiceException e) {
    return code(e).equals("ResourceNotFoundException");
  }

  /** What may be over in a moment, in words; all else is thrown. */
  private static String passing(SecretName secret, AwsServiceException e) {
    if (e.isThrottlingException() || e.statusCode() == 429) {
      return "AWS says that it is asked too often";
    }
    if (e.statusCode() >= 500) {
      return "AWS answers " + e.statusCode();
    }
    throw SecretFault.of(secret, lasting(code(e)));
  }

  private static String lasting(String code) {
    if (CREDENTIALS_REFUSED.contains(code)) {
      return "can't be read: AWS does not accept this program's credentials";
    }
    return switch (code) {
      case "AccessDeniedException", "AccessDenied" ->
          "may not be read by this program's role: it needs secretsmanager:GetSecretValue on it, and"
              + " kms:Decrypt where the secret has a key of its own";
      case "DecryptionFailure", "DecryptionFailureException" ->
          "can't be decrypted: its KMS key is not usable for this program's role";
      case "InvalidRequestException" -> "can't be read: it is marked for deletion";
      case "ValidationException", "InvalidParameterException" ->
          "has a name that Secrets Manager does not take";
      default -> "can't be read: AWS refuses with " + code;
    };
  }

  private static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code != null && code.matches("[A-Za-z]{1,60}") ? code : "status " + e.statusCode();
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime()));
  }

  private long rest(SecretName secret, String trouble, long pause) {
    if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) >= until) {
      throw SecretFault.of(
          secret,
          "could not be read within %d s: %s"
              .formatted(Math.max(1, patience.toSeconds()), trouble));
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SecretFault.of(secret, "could not be read: the program is stopping");
    }
    return Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
  }

  @Override
  public void close() {
    aws.close();
  }
}
