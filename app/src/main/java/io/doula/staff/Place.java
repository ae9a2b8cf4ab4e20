package io.doula.staff;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where a try to sign in comes from, as far as tries are counted together. */
final class Place {
  private Place() {}

  /**
   * The IPv4 address, or the first 64 bits of an IPv6 address, of which one subscriber has all the
   * rest; ::1 is the same as 127.0.0.1. What is no address stays as it is.
   *
   * @param address as the door says it, never as the caller does
   */
  static String of(String address) {
    // only literal addresses, which are not looked up
    if (!address.matches("[0-9a-fA-F.:]+(%.*)?")) {
      return address;
    }
    try {
      InetAddress parsed = InetAddress.getByName(address.replaceFirst("%.*", ""));
      if (parsed instanceof Inet6Address) {
        return parsed.isLoopbackAddress() ? "127.0.0.1" : prefix(parsed.getAddress());
      }
      return parsed.getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }

  private static String prefix(byte[] address) {
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < 8; i += 2) {
      int group = (address[i] & 0xff) << 8 | address[i + 1] & 0xff;
      prefix.append(Integer.toHexString(group)).append(':');
    }
    return prefix.append(":/64").toString();
  }
}
