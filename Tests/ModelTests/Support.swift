import Model

func id<Kind>(_ text: String) -> Identifier<Kind> {
  guard let id = Identifier<Kind>(text) else { fatalError("not an id: \(text)") }
  return id
}

func instant(_ text: String) -> Instant {
  guard let instant = Instant(rfc3339: text.utf8) else { fatalError("not an instant: \(text)") }
  return instant
}

let somewhere = Mark(line: 1, column: 1)
