package import Model

/// The JSON array of `GrantsReport`, written grant by grant for ledgers that do not fit into memory.
package struct GrantArray {
  private var isEmpty = true

  package init() {}

  /// What stands in the document for the next grant; they come in the order of their ids.
  package mutating func element(_ grant: Grant) -> String {
    let opening = isEmpty ? "[\n  " : ",\n  "
    isEmpty = false
    // No text in JSON holds a line end, so each one is of the layout and can be indented.
    let lines = JSONValue(grant).rendered(.pretty).split(separator: "\n")
    return opening + lines.joined(separator: "\n  ")
  }

  /// What stands behind the last grant.
  package var end: String { isEmpty ? "[]\n" : "\n]\n" }
}
