import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Makes {@code passwords/known.bin} of a list of stolen passwords, the most used first, one a line; run by hand when
 * there is a newer list ({@code java app/src/build/KnownPasswords.java LIST app/src/main/resources/passwords/known.bin}).
 * Of each password of 12 characters or more, and of each of 5 to 11 among the first ten thousand (which people pad with
 * digits), it keeps the first 4 bytes of the SHA-256 of its lower case, sorted: no password can be read from it.
 */
class KnownPasswords {
  private static final int FIRST = 10_000;

  private KnownPasswords() {}

  public static void main(String[] args) throws Exception {
    TreeSet<Integer> kept = new TreeSet<>();
    List<String> lines = Files.readAllLines(Path.of(args[0]), StandardCharsets.ISO_8859_1);
    for (int i = 0; i < lines.size(); i++) {
      String password = lines.get(i).strip();
      if (password.length() >= 12 || password.length() >= 5 && i < FIRST) {
        kept.add(hash(password));
      }
    }
    write(kept, Path.of(args[1]));
    System.out.println(kept.size());
  }

  private static int hash(String password) throws Exception {
    byte[] text = password.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getInt();
  }

  private static void write(TreeSet<Integer> hashes, Path to) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(to))) {
      for (int hash : hashes) {
        out.writeInt(hash);
      }
    }
  }
}
