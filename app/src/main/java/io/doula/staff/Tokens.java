package io.doula.staff;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.doula.secrets.SecretKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Signed proofs of a sign-in (JWT, HS256): the API's bearer token and the pages' cookie are the
 * same thing.
 */
@Component
public class Tokens {
  /** How long a sign-in lasts. */
  public static final Duration LIFETIME = Duration.ofHours(12);

  /** How long the page for the second factor's code may stay open. */
  public static final Duration STEP_LIFETIME = Duration.ofMinutes(10);

  private static final String SIGN_IN = "doula sign-in";
  private static final String FIRST_STEP = "doula second step";
  private static final String EPOCH = "epoch";

  private final Accounts accounts;
  private final SecretKey key;

  Tokens(Accounts accounts, SecretKey key) {
    this.accounts = accounts;
    this.key = key;
  }

  /** A token and the instant at which it ends. */
  public record Issued(String token, Instant expiresAt) {}

  public Issued issue(Account account, Instant now) {
    return issue(account, SIGN_IN, LIFETIME, now);
  }

  /** Proves that she gave her password and nothing more: it opens the second step alone. */
  public Issued issueStep(Account account, Instant now) {
    return issue(account, FIRST_STEP, STEP_LIFETIME, now);
  }

  private Issued issue(Account account, String audience, Duration lifetime, Instant now) {
    Instant expiresAt = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(audience)
            .subject(Long.toString(account.id()))
            .claim(EPOCH, account.sessionEpoch())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expiresAt))
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(key.bytes()));
    } catch (JOSEException e) {
      throw new IllegalStateException("the key signs HS256: its length was checked at start", e);
    }
    return new Issued(token.serialize(), expiresAt);
  }

  /**
   * A sign-in that lasts.
   *
   * @param account as it is now
   * @param at when she signed in, to the second
   */
  public record SignIn(Account account, Instant at) {}

  /**
   * Whose token it is, as her account is now: one query. Empty when the token is not ours, has
   * ended, is of an earlier epoch (her password was changed since), or her account is disabled.
   */
  public Optional<SignIn> signIn(String token, Instant now) {
    return signIn(token, SIGN_IN, now);
  }

  /** Whose first step it proves; empty as for a sign-in. */
  public Optional<Account> accountOfStep(String token, Instant now) {
    return signIn(token, FIRST_STEP, now).map(SignIn::account);
  }

  private static Instant issuedAt(JWTClaimsSet claims) {
    return claims.getIssueTime() == null ? Instant.EPOCH : claims.getIssueTime().toInstant();
  }

  private Optional<SignIn> signIn(String token, String audience, Instant now) {
    try {
      SignedJWT signed = SignedJWT.parse(token);
      JWSVerifier verifier = new MACVerifier(key.bytes());
      if (!JWSAlgorithm.HS256.equals(signed.getHeader().getAlgorithm())
          || !signed.verify(verifier)) {
        return Optional.empty();
      }
      JWTClaimsSet claims = signed.getJWTClaimsSet();
      if (!claims.getAudience().equals(List.of(audience))
          || !now.isBefore(claims.getExpirationTime().toInstant())) {
        return Optional.empty();
      }
      int epoch = claims.getIntegerClaim(EPOCH);
      return accounts
          .find(Long.parseLong(claims.getSubject()))
          .filter(account -> account.enabled() && account.sessionEpoch() == epoch)
          .map(account -> new SignIn(account, issuedAt(claims)));
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }
}
