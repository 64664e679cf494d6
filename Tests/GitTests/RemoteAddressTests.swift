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
}
