import Testing

@testable import Git

@Suite struct RemoteAddressTests {
  @Test(arguments: [
    ("https://git.example/a/b.git", "https://git.example/a/b.git"),
    ("https://user:secret@git.example/a", "https://git.example/a"),
    ("https://ghp_secret@git.example:8443/a", "https://git.example:8443/a"),
    ("https://a@b:secret@git.example/a", "https://git.example/a"),
    ("HTTP://Git.Example/A", "http://git.example/A"),
    ("ssh://git@host:2222/a", "ssh://host:2222/a"),
    ("ssh://[::1]:22/a", "ssh://[::1]:22/a"),
    ("git@host:a/b.git", "ssh://host/a/b.git"),
    ("host:/abs", "ssh://host/abs"),
    ("/srv/git/a:b.git", "/srv/git/a:b.git"),
    ("./a:b", "./a:b"),
    ("relative", "relative"),
    ("file:///srv/a%20b", "/srv/a b"),
    ("file://localhost/srv", "/srv"),
  ])
  func isShownWithoutItsUser(_ url: String, _ shown: String) throws {
    #expect(try #require(RemoteAddress(url)).display == shown)
    #expect("\(Remote(url: url))" == shown)
  }

  @Test(arguments: ["git://host/a", "ftp://host/a", "ext::sh -c x", "file://elsewhere/a", "://a"])
  func isNotSupported(_ url: String) {
    let address = RemoteAddress(url)
    #expect(address == nil || address?.scheme == .ssh)
  }

  @Test func onlyEncryptedOrLocalIsConfidential() throws {
    for (url, expected) in [
      ("http://host/a", false), ("https://host/a", true), ("http://127.0.0.1:80/a", true),
      ("http://localhost.evil.example/a", false), ("http://[::1]:8080/a", true),
      ("http://127.0.0.1@evil.example/a", false), ("ssh://host/a", true),
    ] {
      #expect(try #require(RemoteAddress(url)).isConfidential == expected, "\(url)")
    }
  }

  @Test(arguments: [
    ("https://git.example/", true), ("https://git.example", true), ("https://GIT.example/", true),
    ("https://git.example:443/", true), ("https://git.example/org", true),
    ("https://git.example/org/", true), ("https://git.example/org/repo.git", true),
    ("https://bot@git.example/org", true), ("https://other@git.example/org", false),
    ("https://git.example/or", false), ("https://git.example/org/repo", false),
    ("http://git.example/", false), ("https://git.example:8443/", false),
    ("https://git.example.evil/", false), ("https://evil.git.example/", false),
    ("https://example/", false), ("https://git.example/ORG", false),
    ("https://git.example//", false),
  ])
  func settingsFitAsForGit(_ prefix: String, _ fits: Bool) throws {
    let address = try #require(RemoteAddress("https://bot@git.example/org/repo.git"))
    #expect((address.match(try #require(RemoteAddress(prefix))) != nil) == fits)
  }

  /// A proxy is asked for the origin and nothing else; what it is asked in clear for https is refused.
  @Test(arguments: [
    ("https://git.example/a", "CONNECT git.example:443 HTTP/1.1\r\n", "tunnel"),
    ("https://Git.Example:443/a", "CONNECT git.example:443 HTTP/1.1\r\n", "tunnel"),
    ("https://git.example/a", "CONNECT git.example:8443 HTTP/1.1\r\n", "elsewhere"),
    ("https://git.example/a", "CONNECT evil.example:443 HTTP/1.1\r\n", "elsewhere"),
    ("https://git.example/a", "GET http://git.example/a HTTP/1.1\r\n", "elsewhere"),
    ("https://git.example/a", "GET /a HTTP/1.1\r\n", "elsewhere"),
    ("http://git.example/a", "GET http://git.example/a HTTP/1.1\r\n", "page"),
    ("http://git.example/a", "POST http://git.example:80/b HTTP/1.1\r\n", "page"),
    ("http://git.example/a", "GET http://git.example:8080/a HTTP/1.1\r\n", "elsewhere"),
    ("http://git.example/a", "GET http://git.example@evil.example/a HTTP/1.1\r\n", "elsewhere"),
    ("http://git.example/a", "GET /a HTTP/1.1\r\n", "elsewhere"),
    ("http://git.example/a", "CONNECT git.example:80 HTTP/1.1\r\n", "elsewhere"),
    ("http://git.example/a", "0032want 1234", "nil"),
    ("https://git.example/a", "\u{16}\u{3}\u{1}", "nil"),
  ])
  func proxiesAreAskedForTheOrigin(_ url: String, _ bytes: String, _ expected: String) throws {
    let address = try #require(RemoteAddress(url))
    let found = Array(bytes.utf8).withUnsafeBytes { address.request(toProxy: $0) }
    #expect(found.map { "\($0)" } ?? "nil" == expected)
  }

  @Test func anOriginIsSchemeHostAndPort() throws {
    for (url, host, port, expected) in [
      ("https://git.example/a", "git.example", "443", true),
      ("https://git.example/a", "GIT.EXAMPLE", "443", true),
      ("https://git.example/a", "git.example", "80", false),
      ("http://git.example:8080/a", "git.example", "8080", true),
      ("http://[::1]:80/a", "::1", "80", true),
      ("ssh://git@git.example/a", "git.example", "22", true),
      ("http://localhost/a", "127.0.0.1", "80", false),
    ] {
      #expect(
        try #require(RemoteAddress(url)).isAt(host, port) == expected, "\(url) \(host) \(port)")
    }
  }
}
