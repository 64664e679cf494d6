import Model
import Testing

/// What targets call subjects, groups and themselves.
@Suite struct TargetNameTests {
  @Test("a pattern leads from an id to a name and back")
  func patterns() throws {
    let ana = try #require(IdentityID("ana.silva"))
    for (text, name) in [
      ("$subject", "ana.silva"), ("emp_$subject", "emp_ana.silva"),
      ("$subject@corp", "ana.silva@corp"),
      ("säule-$subject", "säule-ana.silva"),
    ] {
      let pattern = try #require(SubjectPattern(text))
      #expect(pattern.name(of: ana) == name)
      #expect(pattern.subject(of: name) == ana)
    }
    #expect(SubjectPattern("$subject") == .id)
    let pattern = try #require(SubjectPattern("emp_$subject_x"))
    #expect(pattern.subject(of: "emp_ana_x") == IdentityID("ana"))
    for name in [
      "xemp_ana_x", "emp_ana_xx", "emp__x", "emp_x", "emp_Ana_x", "emp_a b_x", "EMP_ana_x", "",
    ] {
      #expect(pattern.subject(of: name) == nil, "\(name)")
    }
  }

  @Test(
    "a pattern has its subject once, and nothing that looks like another",
    arguments: [
      "", "ana", "$subject$subject", "$subject-$", "$sub", "$Subject", "$$subject",
    ])
  func noPatterns(_ text: String) {
    #expect(SubjectPattern(text) == nil)
  }

  @Test("names of roles that are not what they look like are none")
  func roleNames() {
    let long = String(repeating: "é", count: 31)
    for name in ["app_read", "App Read", "a\"b", "pgbouncer", "Public", "x" + long] {
      #expect(PostgresConnector.isRoleName(name), "\(name)")
    }
    for name in ["", "pg_monitor", "public", "none", "xx" + long, "a\u{0}b", "a\nb"] {
      #expect(!PostgresConnector.isRoleName(name), "\(name)")
    }
  }

  @Test(
    "one name of an entry has many spellings",
    arguments: [
      "uid=ana.silva,ou=People,dc=example,dc=net", "UID=Ana.Silva,OU=people,DC=EXAMPLE,dc=net",
      "uid = ana.silva , ou=  People,dc=example,  dc=net ",
      "uid=an\\61.silva,ou=People,dc=example,dc=net",
      "uid=ana\\2Esilva,ou=People,dc=example,dc=net",
      "uid=ana\\2esilva,ou=People,dc=example,dc=net",
    ])
  func spellings(_ text: String) {
    let name = DistinguishedName("uid=ana.silva,ou=people,dc=example,dc=net")
    #expect(name != nil)
    #expect(DistinguishedName(text) == name)
  }

  @Test(
    "names that differ stay apart",
    arguments: [
      "uid=ana.silva,ou=people,dc=example", "ou=people,uid=ana.silva,dc=example,dc=net",
      "cn=ana.silva,ou=people,dc=example,dc=net", "uid=ana.silva\\,ou\\=people,dc=example,dc=net",
      "uid=ana.silva\\20,ou=people,dc=example,dc=net.",
      "uid=ana. silva,ou=people,dc=example,dc=net",
    ])
  func others(_ text: String) throws {
    let name = try #require(DistinguishedName(text))
    #expect(name != DistinguishedName("uid=ana.silva,ou=people,dc=example,dc=net"))
  }

  @Test("the parts of a part are in no order, and escaped where they mean nothing")
  func parts() {
    #expect(DistinguishedName("cn=a+sn=b,dc=x") == DistinguishedName("SN=B + CN=A,dc=x"))
    #expect(DistinguishedName("cn=a\\+sn\\=b,dc=x") != DistinguishedName("cn=a+sn=b,dc=x"))
    #expect(DistinguishedName("cn=a\\,b")?.key == "cn=a\\,b")
    #expect(DistinguishedName("cn=\\e4\\bd\\a0") == DistinguishedName("cn=你"))
  }

  @Test(
    "what is no name",
    arguments: [
      "", "ana.silva", "uid=", "uid=,dc=x", "=x", "uid=a,", ",uid=a", "uid=a,,dc=x", "uid=a;dc=x",
      "uid=#0403", "uid=a\\", "uid=a\\4", "uid=a\\zz", "uid=a\\00b", "uid=a\"b", "u d=a",
      "uid=\\ff", "uid=a<b",
    ])
  func noNames(_ text: String) {
    #expect(DistinguishedName(text) == nil)
  }

  @Test("where directories are, and whether what goes there must be encrypted first")
  func addresses() throws {
    for (text, isEncrypted) in [
      ("ldaps://ldap1.example.net", false), ("ldaps://ldap1.example.net:1636", false),
      ("ldap://ldap1.example.net", true), ("ldap://127.0.0.1:389", false),
      ("ldap://localhost", false), ("ldap://[::1]:389", false), ("ldapi://%2Frun%2Fldapi", false),
      ("ldap://localhost.example.net", true), ("ldap://127.0.0.1.example.net", true),
      ("ldap://[::1].example.net", true),
    ] {
      let address = try #require(LDAPAddress(text), "\(text)")
      #expect(address.needsStartTLS == isEncrypted, "\(text)")
    }
    for text in [
      "", "ldap1.example.net", "http://ldap1", "ldap:/x", "ldaps://", "ldaps://a/b", "ldaps://a b",
      "ldaps://a/", "ldaps://u@a", "ldaps://a?x", "LDAPS://a", "ldaps://a,b", "ldaps://:636",
    ] {
      #expect(LDAPAddress(text) == nil, "\(text)")
    }
  }
}
