extension PostgresScript {
  /// The logins that have one of the roles: as its members, or through other roles that somebody gave them.
  ///
  /// What Countersign gave through another role it lists under that one alone.
  static let list = """
    with recursive holders(role, id) as (
      select r.oid, r.oid from pg_roles r
      join json_array_elements_text(:'targets') t on r.rolname = t.value
      union
      select h.role, m.member from holders h join pg_auth_members m on m.roleid = h.id
    ), found as (
      select distinct r.rolname as role, l.rolname as login
      from holders h join pg_auth_members m on m.roleid = h.id
      join pg_roles r on r.oid = h.role join pg_roles l on l.oid = m.member
      join pg_roles g on g.oid = m.grantor
      where l.rolcanlogin and l.rolname <> current_user
        and (h.id = h.role or g.rolname <> current_user)
    )
    select coalesce(json_agg(json_build_object('role', role, 'login', login)), '[]') from found;

    """
}
