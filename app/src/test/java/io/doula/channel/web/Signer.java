package io.doula.channel.web;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** A key of the test's own, and certificates for it, as SNS has them. */
final class Signer {
  private static final AlgorithmIdentifier SHA256_RSA =
      new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.1.1.11"), DERNull.INSTANCE);

  private final KeyPair keys;

  Signer(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] sign(String algorithm, byte[] text) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(keys.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In PEM, signed by whoever: nobody looks at the issuer. */
  byte[] certificate(String commonName, String alternative, Instant from, Instant to) {
    try {
      V3TBSCertificateGenerator form = new V3TBSCertificateGenerator();
      form.setSerialNumber(new org.bouncycastle.asn1.ASN1Integer(BigInteger.ONE));
      form.setSignature(SHA256_RSA);
      form.setIssuer(new X500Name("CN=Test"));
      form.setSubject(new X500Name("CN=" + commonName));
      form.setStartDate(new Time(Date.from(from)));
      form.setEndDate(new Time(Date.from(to)));
      form.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
      if (alternative != null) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, alternative)));
        form.setExtensions(extensions.generate());
      }
      TBSCertificate body = form.generateTBSCertificate();
      ASN1EncodableVector whole = new ASN1EncodableVector();
      whole.add(body);
      whole.add(SHA256_RSA);
      whole.add(
          new DERBitString(new Signer("RSA", 2048).sign("SHA256withRSA", body.getEncoded("DER"))));
      String base64 =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(new DERSequence(whole).getEncoded("DER"));
      return ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
          .getBytes(StandardCharsets.US_ASCII);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
