internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

extension HostKind: ExpressibleByArgument {}

/// `countersign init`: lay out an access repository.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Lay out an access repository, with what runs it on your host.",
    discussion: """
      Writes first policies, an example system with its test, and the files that make GitHub, GitLab, \
      Forgejo or a plain git host run Countersign. Nothing that is there already is changed. Without \
      --person it asks who may change the rules; of three one may leave. The processor's key is \
      made outside the repository unless you give the public half of one.

      EXAMPLES
        countersign init access --forge github \\
          --person id=priya,name=Priya,email=priya@example.com,key=priya.pub \\
          --person id=tom,name=Tom,email=tom@example.com,key=tom.pub
        countersign init --processor-key processor.pub
        countersign init . --forge plain --forge gitlab   (adds to what is there)

      EXIT STATUS
        0 done   64 wrong usage   65 what was given makes no faultless policy
        69 git or ssh-keygen failed   74 a file cannot be written
      """)

  @Argument(help: ArgumentHelp("Where to lay it out; made if need be.", valueName: "dir"))
  var directory = "."

  @OptionGroup var format: FormatOption

  @Option(
    help: ArgumentHelp(
      "One who may change the rules: id=…,name=…,email=…,key=FILE.pub. Repeat it.",
      valueName: "person"))
  var person: [String] = []

  @Option(
    help: ArgumentHelp("The public half of the processor's key.", valueName: "file.pub"))
  var processorKey: String?

  @Option(
    help: ArgumentHelp(
      "Where to make the processor's key; default: ~/.config/countersign/<name>-processor.",
      valueName: "file"))
  var keyOut: String?

  @Option(
    help: ArgumentHelp(
      "What runs it: github, gitlab, forgejo, plain or all; repeat for several.",
      valueName: "forge"))
  var forge: [String] = ["all"]

  func validate() throws {
    for name in forge where name != "all" && HostKind(rawValue: name) == nil {
      throw ValidationError("--forge is github, gitlab, forgejo, plain or all, not '\(name)'.")
    }
    if processorKey != nil, keyOut != nil {
      throw ValidationError("--processor-key and --key-out exclude each other.")
    }
  }

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let hosts = HostKind.allCases.filter { forge.contains("all") || forge.contains($0.rawValue) }
    var founding = try Founding(
      in: directory, people: person, processorKey: processorKey, .ofThisProcess)
    if founding.needsPeople {
      guard surroundings.canAsk else {
        throw Failure(
          .wrongUsage,
          "Nobody was named who may change the rules, and there is no terminal to ask on.",
          hint: "Pass --person id=…,name=…,email=…,key=FILE.pub, better three times.")
      }
      founding.add(try FirstPeople.ask())
    }
    let configuration =
      Surroundings.variable("XDG_CONFIG_HOME")
      ?? Surroundings.variable("HOME").map { "\($0)/.config" }
    let report = try await founding.lay(
      for: hosts, keyPlace: keyOut, configuration: configuration, at: surroundings.now)
    try Output.answer(report, as: format.format, surroundings, at: surroundings.now)
  }
}
