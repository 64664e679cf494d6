internal import ArgumentParser

/// What policy may have a command start as connector.
struct ConnectorOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A program that policy may name as connector, and that is then started; repeatable. Also COUNTERSIGN_ALLOW_CONNECTOR, with colons between them.",
      valueName: "program"))
  var allowConnector: [String] = []

  /// Those that were named.
  var allowed: AllowedConnectors { AllowedConnectors(flags: allowConnector) }
}
