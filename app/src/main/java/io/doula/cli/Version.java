package io.doula.cli;

import picocli.CommandLine.IVersionProvider;

/** The version the jar was built as. */
class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String built = Version.class.getPackage().getImplementationVersion();
    return new String[] {"doula " + (built == null ? "(not from a jar)" : built)};
  }
}
