package io.doula.channel.web;

import io.doula.core.Forbidden;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * Whether a message comes from SNS: fresh, signed, and the signer's certificate fetched from SNS
 * itself. The topic is looked at before, so that a stranger makes us fetch nothing.
 */
@Component
class SnsSignatures {
  /** SNS repeats for an hour unless told otherwise; a repeat keeps its timestamp. */
  private static final Duration OLDEST = Duration.ofHours(24);

  private static final Duration AHEAD = Duration.ofMinutes(15);

  private final SnsCertificates certificates;

  SnsSignatures(SnsCertificates certificates) {
    this.certificates = certificates;
  }

  /**
   * @throws Forbidden when it is not from SNS, or too old
   * @throws SnsAway when SNS could not be asked for its certificate
   */
  void check(SnsEnvelope envelope, SnsTopic topic, Instant now) {
    Instant at = envelope.timestamp();
    if (at.isBefore(now.minus(OLDEST)) || at.isAfter(now.plus(AHEAD))) {
      throw new Forbidden("the message is more than a day old, or not yet written");
    }
    String algorithm =
        switch (envelope.text("SignatureVersion")) {
          case "1" -> "SHA1withRSA";
          case "2" -> "SHA256withRSA";
          default -> throw new Forbidden("the signature is of a version that is not known");
        };
    URI address =
        topic
            .certificateAddress(envelope.text("SigningCertURL"))
            .orElseThrow(() -> new Forbidden("the certificate does not lie at SNS"));
    PublicKey key = certificates.key(address, topic, now);
    if (!verifies(algorithm, key, envelope)) {
      throw new Forbidden("the signature is not SNS's");
    }
  }

  private static boolean verifies(String algorithm, PublicKey key, SnsEnvelope envelope) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initVerify(key);
      signature.update(envelope.signedText());
      return signature.verify(Base64.getDecoder().decode(envelope.text("Signature")));
    } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
      return false;
    }
  }
}
