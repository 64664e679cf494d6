internal import Processing
internal import Reports

/// Asks on the terminal who may change the rules.
enum FirstPeople {
  /// Asks until an id is left empty; somebody must be named.
  ///
  /// - Throws: With status 64 where nobody was named, or an answer makes no person.
  static func ask() throws(Failure) -> [FirstPerson] {
    Output.note(
      "Who may change the rules? Of three one may leave; with two nobody should. An empty id ends the list.\n"
    )
    var people: [FirstPerson] = []
    while let id = answer("id, such as priya.nair: "), !id.isEmpty {
      let name = answer("  name: ") ?? ""
      let emails = (answer("  e-mail addresses, with blanks between them: ") ?? "").split(
        separator: " ")
      let key = answer("  file of the public SSH key: ") ?? ""
      people.append(
        try FirstPerson(
          id: id, name: name, emails: emails.map(String.init), keyFile: key,
          Outside.ofThisProcess.files))
    }
    guard !people.isEmpty else {
      throw Failure(.wrongUsage, "Nobody was named; nothing was written.")
    }
    return people
  }

  private static func answer(_ question: Phrase) -> String? {
    Output.note(question)
    return readLine()
  }
}
