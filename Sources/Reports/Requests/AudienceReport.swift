package import Model

extension AudienceReport: Report {
  /// The audience alone, for `$(…)`.
  package func text(_ style: Style) -> String { audience + "\n" }

  package var json: JSONValue {
    [
      "audience": .string(audience), "request": JSONValue(request), "token": JSONValue(text: token),
    ]
  }
}
