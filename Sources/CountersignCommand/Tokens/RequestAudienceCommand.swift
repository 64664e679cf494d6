internal import ArgumentParser
internal import Processing
internal import Reports

/// `countersign request-audience`: what a workload asks its platform for.
struct RequestAudienceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "request-audience",
    abstract: "Print the audience of the token by which a workload signs a request.",
    discussion: """
      A token signs one request in the repositories that begin at one anchor: its audience is made of the \
      anchor, the request's path and the very bytes of its file. So write the request first, ask the \
      platform for a token with this audience, and save it beside the request, as .jwt in the place of .yaml.

      EXAMPLES
        countersign request-audience requests/billing-db/nightly-30.yaml
        audience=$(countersign request-audience "$request")
        curl -sSf -H "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \\
          "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$audience" |
          jq -r .value > "${request%.yaml}.jwt"

      EXIT STATUS
        0 printed   64 wrong usage   74 the repository cannot be read   77 no anchor
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption

  @Argument(help: ArgumentHelp("The request's file.", valueName: "file"))
  var file: String

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let desk = try AudienceDesk(
      at: repository.repository, anchor: try anchor.resolved(), .ofThisProcess)
    try Output.answer(
      desk.report(on: file), as: format.format, surroundings, at: surroundings.now)
  }
}
