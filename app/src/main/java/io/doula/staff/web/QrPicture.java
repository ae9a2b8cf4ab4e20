package io.doula.staff.web;

import io.nayuki.qrcodegen.QrCode;

/**
 * A text as a QR code, to be drawn as one path of an SVG picture.
 *
 * @param size width and height, with the quiet zone of four modules around it
 * @param path what is dark
 */
record QrPicture(int size, String path) {
  private static final int QUIET = 4;

  static QrPicture of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return new QrPicture(code.size + 2 * QUIET, path.toString());
  }
}
