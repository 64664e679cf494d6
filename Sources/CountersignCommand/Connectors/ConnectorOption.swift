internal import ArgumentParser

/// What policy may have a command start as connector.
struct ConnectorOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A program or an address that policy may name in a connector, and that is then used; repeatable. Also COUNTERSIGN_ALLOW_CONNECTOR, with blanks between them.",
      valueName: "name"))
  var allowConnector: [String] = []

  /// Those that were named, and those of the variable.
  var allowed: Set<String> {
    let words = Surroundings.variable("COUNTERSIGN_ALLOW_CONNECTOR")?
      .split(whereSeparator: \.isWhitespace)
    return Set(allowConnector).union(words?.map { String($0) } ?? [])
  }
}
