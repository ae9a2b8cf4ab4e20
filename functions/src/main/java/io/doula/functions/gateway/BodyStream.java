package io.doula.functions.gateway;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Where a program writes its answer's bytes. */
final class BodyStream extends ServletOutputStream {
  private final ByteArrayOutputStream body;
  private final Flush flush;

  /** Sends the answer on its way. */
  interface Flush {
    void run() throws IOException;
  }

  BodyStream(ByteArrayOutputStream body, Flush flush) {
    this.body = body;
    this.flush = flush;
  }

  @Override
  public void write(int one) {
    body.write(one);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    body.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    flush.run();
  }

  @Override
  public void close() throws IOException {
    flush.run();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    throw new UnsupportedOperationException("an answer is written as a whole");
  }
}
