package io.doula.classic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for the shipped name, signed by nobody else, in the files that certbot writes. */
public final class Certificate {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path file;
  private final SSLContext trusting;

  private Certificate(Path file, SSLContext trusting) {
    this.file = file;
    this.trusting = trusting;
  }

  /** Writes fullchain.pem and privkey.pem. */
  static Certificate in(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("made.p12");
    keytool(store);
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore made = KeyStore.getInstance("PKCS12");
      made.load(in, PASSWORD);
      write(
          folder.resolve("privkey.pem"),
          "PRIVATE KEY",
          made.getKey("doula", PASSWORD).getEncoded());
      write(
          folder.resolve("fullchain.pem"),
          "CERTIFICATE",
          made.getCertificate("doula").getEncoded());
      return new Certificate(
          folder.resolve("fullchain.pem"), trusting(made.getCertificate("doula")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Files.delete(store);
    }
  }

  /** For programs that read whom they trust from a file. */
  public Path file() {
    return file;
  }

  /** For clients that trust this certificate alone. */
  public SSLContext trusting() {
    return trusting;
  }

  private static void keytool(Path store) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "doula",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=" + Gate.NAME,
                    "-ext",
                    "SAN=dns:" + Gate.NAME,
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    new String(PASSWORD),
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  private static void write(Path file, String kind, byte[] content) throws IOException {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind));
  }

  private static SSLContext trusting(java.security.cert.Certificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("doula", certificate);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
