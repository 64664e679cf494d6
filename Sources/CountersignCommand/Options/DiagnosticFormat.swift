internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// How an answer with remarks about places in files is written.
enum DiagnosticFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, github, sarif, markdown
}

struct DiagnosticFormatOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How to write the answer: text, json, github (annotations), sarif, or markdown (for a job "
        + "summary or a comment).", valueName: "format"))
  var format = DiagnosticFormat.text
}

extension Output {
  /// Writes `report` as the whole answer: words for people, documents for programs and forges.
  static func answer(
    _ report: some DiagnosticReport, as format: DiagnosticFormat, _ surroundings: Surroundings,
    at now: Instant
  ) throws(Failure) {
    switch format {
    case .text: try answer(report.text(surroundings.style(at: now)))
    case .json: try answer(report.json(.pretty))
    case .github: try answer(workflowCommands(report.diagnostics))
    case .sarif:
      let log = sarifLog(report.diagnostics, version: Countersign.version)
      try answer(log.rendered(.pretty) + "\n")
    case .markdown: try answer(report.markdown)
    }
  }
}
