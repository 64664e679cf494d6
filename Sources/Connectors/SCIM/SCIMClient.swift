import FoundationEssentials
import Model

/// Asks one service that speaks SCIM, by curl.
struct SCIMClient: Sendable {
  let address: SCIMAddress
  /// What the runner is known by there; it reaches curl over its standard input alone.
  let token: String
  /// Waits before the try with that number, counted from 1.
  let pause: @Sendable (Int) async -> Void
  let run: ProgramCall.Runner

  /// Resources on a page that is asked for.
  private static let pageSize = 100
  /// Resources that are listed at all.
  private static let most = 10_000
  /// Answers that one program fetches, over one connection.
  private static let batch = 25
  /// Bytes of an answer.
  private static let largest: Int64 = 8 << 20
  /// How often what a busy service puts off is asked.
  private static let attempts = 3

  /// One question.
  struct Question: Sendable {
    /// Behind the service's address, escaped.
    let path: String
    var change: SCIMPatch?
    /// The version of what is to be changed, where nothing else may be.
    var version: String?
  }

  struct Answer: Sendable {
    let status: Int
    let body: [UInt8]

    var isDone: Bool { (200..<300).contains(status) }
    var isMissing: Bool { status == 404 }
    /// What the service says of what it did not do.
    var error: SCIMError? {
      do {
        return try JSONDecoder().decode(SCIMError.self, from: Data(body))
      } catch {
        return nil
      }
    }
  }

  // MARK: Looking

  /// What is called `id` for ever; nil where there is none, as far as this runner may see.
  func resource<Resource: SCIMResource>(
    _ type: Resource.Type, _ id: String
  ) async throws(TargetTrouble) -> Resource? {
    try await resources(type, [id])[0]
  }

  /// The same of each of `ids`.
  func resources<Resource: SCIMResource>(
    _ type: Resource.Type, _ ids: [String]
  ) async throws(TargetTrouble) -> [Resource?] {
    var questions: [Question] = []
    for id in ids { questions.append(Question(path: try Self.path(of: type, id))) }
    var found: [Resource?] = []
    for (id, answer) in zip(ids, try await answers(to: questions)) {
      guard !answer.isMissing else {
        found.append(nil)
        continue
      }
      let resource = try decode(type, from: answer)
      guard resource.id.utf8.elementsEqual(id.utf8) else {
        throw .nonsense("shows another of its \(type.endpoint) than the one it was asked for")
      }
      found.append(resource)
    }
    return found
  }

  /// Everything that `filter` finds, page by page.
  ///
  /// A list that does not add up is no answer: what it leaves out may be what is looked for (THREATS row 72).
  func resources<Resource: SCIMResource>(
    _ type: Resource.Type, where filter: SCIMFilter, without attribute: String? = nil
  ) async throws(TargetTrouble) -> [Resource] {
    var found: [Resource] = []
    var known: Set<[UInt8]> = []
    var total: Int?
    repeat {
      let start = found.count + 1
      var query = "filter=\(Self.escaped(filter.text))&startIndex=\(start)&count=\(Self.pageSize)"
      if let attribute { query += "&excludedAttributes=\(attribute)" }
      let answer = try await answer(to: Question(path: "/\(type.endpoint)?\(query)"))
      let page = try decode(SCIMPage<Resource>.self, from: answer)
      guard page.start ?? start == start, page.total >= 0, total ?? page.total == page.total else {
        throw .nonsense("lists its \(type.endpoint) otherwise from page to page")
      }
      guard page.total <= Self.most else {
        throw .failed("it lists \(page.total) \(type.endpoint), more than can be asked for")
      }
      total = page.total
      for resource in page.resources {
        guard known.insert(Array(resource.id.utf8)).inserted else {
          throw .nonsense("lists one of its \(type.endpoint) twice")
        }
      }
      found += page.resources
      guard found.count <= page.total, !page.resources.isEmpty || found.count == page.total else {
        throw .nonsense(
          "says that there are \(page.total) of its \(type.endpoint) and shows \(found.count)")
      }
    } while found.count < total ?? 0
    return found
  }

  // MARK: Changing

  /// Has `change` made to the group `id`.
  func change(
    _ id: String, by change: SCIMPatch, at version: String? = nil
  ) async throws(TargetTrouble) -> Answer {
    try await answer(
      to: Question(path: try Self.path(of: SCIMGroup.self, id), change: change, version: version))
  }

  /// Why nothing came of `answer`.
  func trouble(_ answer: Answer) -> TargetTrouble {
    switch answer.status {
    case 300..<400:
      return .failed("the service sends elsewhere (\(answer.status)), and no redirect is followed")
    case 401, 403:
      return .failed("the service does not take the runner's token (\(answer.status))")
    default:
      // Its own words are not shown: it may repeat what it was sent, or a part of that.
      let kind = answer.error?.scimType.flatMap(SCIMError.Kind.init).map { " (\($0.rawValue))" }
      return .failed("the service answered with status \(answer.status)\(kind ?? "")")
    }
  }

  private func decode<Value: Decodable>(
    _ type: Value.Type, from answer: Answer
  ) throws(TargetTrouble) -> Value {
    guard answer.status == 200 else { throw trouble(answer) }
    do {
      return try JSONDecoder().decode(type, from: Data(answer.body))
    } catch {
      throw .nonsense("answered what SCIM has no such answer for")
    }
  }

  // MARK: Asking

  private func answer(to question: Question) async throws(TargetTrouble) -> Answer {
    try await answers(to: [question])[0]
  }

  /// The answers to `questions`, in their order; what a busy service puts off is asked again.
  private func answers(to questions: [Question]) async throws(TargetTrouble) -> [Answer] {
    var answers: [Answer] = []
    var rest = questions[...]
    while !rest.isEmpty {
      let some = Array(rest.prefix(Self.batch))
      rest = rest.dropFirst(Self.batch)
      var found = try await asked(some)
      for attempt in 1..<Self.attempts
      where found.contains(where: { [429, 503].contains($0.status) }) {
        await pause(attempt)
        found = try await asked(some)
      }
      answers += found
    }
    return answers
  }

  private func asked(_ questions: [Question]) async throws(TargetTrouble) -> [Answer] {
    let call = ProgramCall(
      words: CurlConfiguration.words, environment: [:], input: try configuration(of: questions))
    let end = try await run(call).get()
    guard end.status == 0 else {
      let why = "has no answer of its service: \(CurlConfiguration.meaning(of: end.status))"
      throw end.status == CurlConfiguration.late ? .late(why) : .failed(why)
    }
    guard let answers = Self.answers(in: end.output, questions.count) else {
      throw .nonsense("asks by a curl that does not say what it was answered")
    }
    return answers
  }

  private func configuration(of questions: [Question]) throws(TargetTrouble) -> [UInt8] {
    let bodies = try questions.map { question throws(TargetTrouble) in
      try question.change.map { change throws(TargetTrouble) in try Self.encoded(change) }
    }
    let protocols = address.isEncrypted ? "https" : "http"
    var configuration = CurlConfiguration(protocols: protocols)
    configuration.set("fail-early")
    do throws(CurlConfiguration.Unusable) {
      for (place, question) in questions.enumerated() {
        if place > 0 { configuration.next(protocols: protocols) }
        configuration.set("connect-timeout", 5)
        // A change that is given up may still be made: it has as long as there is.
        configuration.set("max-time", question.change == nil ? 10 : 25)
        configuration.set("max-filesize", Self.largest)
        configuration.set("write-out = \"\\n%{http_code} %{size_download}\\n\"")
        try configuration.set("url", address.text + question.path)
        try configuration.set("header", "Authorization: Bearer \(token)")
        try configuration.set("header", "Accept: application/scim+json")
        if let version = question.version {
          try configuration.set("header", "If-Match: \(version)")
        }
        guard let body = bodies[place] else { continue }
        configuration.set("request = \"PATCH\"")
        try configuration.set("header", "Content-Type: application/scim+json")
        try configuration.set("data-raw", body)
      }
    } catch {
      throw .nonsense("cannot ask for what holds a control character")
    }
    return configuration.input
  }

  private static func encoded(_ change: SCIMPatch) throws(TargetTrouble) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(change), as: UTF8.self)
    } catch {
      throw .nonsense("the change cannot be written: \(error)")
    }
  }

  /// The bodies in `output`, each before a line with its status and its length; read from the end, since only the
  /// last of those lines has a place that no body has a say in.
  private static func answers(in output: [UInt8], _ count: Int) -> [Answer]? {
    var answers: [Answer] = []
    var rest = output[...]
    for _ in 0..<count {
      guard rest.popLast() == UInt8(ascii: "\n"),
        let line = rest.lastIndex(of: UInt8(ascii: "\n"))
      else { return nil }
      let numbers = rest[(line + 1)...].split(separator: UInt8(ascii: " "))
        .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
      guard numbers.count == 2, numbers[0] >= 100, (0...line).contains(numbers[1]) else {
        return nil
      }
      let body = rest[..<line].suffix(numbers[1])
      answers.append(Answer(status: numbers[0], body: Array(body)))
      rest = rest[..<body.startIndex]
    }
    return rest.isEmpty ? answers.reversed() : nil
  }

  private static func path<Resource: SCIMResource>(
    of type: Resource.Type, _ id: String
  ) throws(TargetTrouble) -> String {
    // Between slashes these mean other places, escaped or not.
    guard !id.isEmpty, id != ".", id != ".." else {
      throw .nonsense("calls one of its \(type.endpoint) by no id")
    }
    return "/\(type.endpoint)/\(escaped(id))"
  }

  /// `text` within an address (RFC 3986).
  private static func escaped(_ text: String) -> String {
    var escaped: [UInt8] = []
    for byte in text.utf8 {
      if SCIMAddress.isPlain(byte) {
        escaped.append(byte)
      } else {
        escaped += [UInt8(ascii: "%")] + Array(hexadecimal([byte]).utf8)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }
}
