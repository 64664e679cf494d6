extension Repository {
  /// The header lines that the configuration adds to requests to `address`.
  ///
  /// As git reads `http.extraheader` and `http.<url>.extraheader`: in file order, an address that
  /// fits worse than one before is passed over, and an empty value forgets those before it. This is
  /// how CI services hand the job's token to git.
  /// - Throws: `.invalid` for a line that is no header, without showing it.
  func extraHeaders(for address: RemoteAddress) throws(GitError) -> [String] {
    guard address.scheme == .http || address.scheme == .https else { return [] }
    var headers: [String] = []
    var best = (pathLength: -1, user: false)
    for entry in try configurationEntries(matching: "^http\\.(.*\\.)?extraheader$") {
      let name = entry.key.dropFirst("http.".count).dropLast("extraheader".count).dropLast()
      if !name.isEmpty {
        guard let prefix = RemoteAddress(String(name)), let fit = address.match(prefix),
          (fit.pathLength, fit.user ? 1 : 0) >= (best.pathLength, best.user ? 1 : 0)
        else { continue }
        best = fit
      } else if best.pathLength >= 0 {
        continue
      }
      if entry.value.isEmpty {
        headers = []
        continue
      }
      guard entry.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), entry.value.contains(":")
      else {
        throw GitError(
          .invalid, "a http extraheader in the configuration is no header line",
          context: "connect to \(address.display)")
      }
      headers.append(entry.value)
    }
    return headers
  }
}
