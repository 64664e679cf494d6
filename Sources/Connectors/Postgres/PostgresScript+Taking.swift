extension PostgresScript {
  /// Takes the memberships of one order away, ends what was begun with them, and disables a login that was made.
  ///
  /// They are found once, by oid and by name, and called in the rest by what the server calls them then.
  static let take = """
    set countersign.orders = :'orders';
    -- Whose sessions may have the role by now. They end before anything else: their locks would stand in the way.
    do $do$
    declare
      me constant oid := (select oid from pg_roles where rolname = current_user);
      mine oid[];
      pair record;
      users text;
      found json;
    begin
      with \(finding("current_setting('countersign.orders')"))
      select coalesce(json_agg(json_build_object('role', p.role, 'login', p.login)), '[]'),
          array[me] || array(select a.grantor_oid::oid from asked a where a.is_same and a.grantor_oid is not null)
        into found, mine from pairs p;
      for pair in select * from json_to_recordset(found) as p(role oid, login oid) loop
        if not exists (
            select from pg_auth_members
            where roleid = pair.role and member = pair.login and grantor = any (mine))
          and \(isGiven(login: "pair.login", role: "pair.role", butBy: "me"))
        then
          raise exception '% has %, and Countersign did not give it',
            (select rolname from pg_roles where oid = pair.login),
            (select rolname from pg_roles where oid = pair.role);
        end if;
      end loop;
      with recursive heirs(id) as (
        select login from json_to_recordset(found) as p(role oid, login oid)
        union
        select m.member from heirs h join pg_auth_members m on m.roleid = h.id where h.id <> me
      )
      select coalesce(string_agg(h.id::text, ','), '') into users
      from heirs h join pg_roles r on r.oid = h.id where not r.rolsuper and r.oid <> me;
      perform set_config('countersign.pairs', found::text, false);
      perform set_config('countersign.givers', mine::text, false);
      perform set_config('countersign.users', users, false);
      perform pg_terminate_backend(pid) from pg_stat_activity
      where usesysid = any (string_to_array(users, ',')::oid[]);
    \(handler)
    end $do$;

    -- Since PostgreSQL 16 a membership is one for each who gave it, and what its holder gave on by it goes with it.
    do $do$
    declare
      gift record;
    begin
      for gift in select r.rolname as role, l.rolname as login, g.rolname as giver
        from json_to_recordset(current_setting('countersign.pairs')::json) as p(role oid, login oid)
        join pg_auth_members m on m.roleid = p.role and m.member = p.login
        join pg_roles r on r.oid = m.roleid join pg_roles l on l.oid = m.member
        join pg_roles g on g.oid = m.grantor
        where m.grantor = any (current_setting('countersign.givers')::oid[])
      loop
        execute format('revoke %I from %I granted by %I cascade', gift.role, gift.login, gift.giver);
      end loop;
    \(handler)
    end $do$;

    do $do$
    declare
      login record;
    begin
      for login in \(logins) loop
      \(lock)
        if login.is_made and not login.is_used then
          execute format('alter role %I nologin password null valid until %L', login.rolname, now());
        end if;
      end loop;
    \(handler)
    end $do$;

    -- A session keeps the role that it has set, until it ends.
    do $do$
    declare
      users constant oid[] := string_to_array(current_setting('countersign.users'), ',')::oid[];
      theirs constant int[] := array(select pid from pg_stat_activity where usesysid = any (users));
      deadline constant timestamptz := clock_timestamp() + interval '8s';
    begin
      perform pg_terminate_backend(pid) from unnest(theirs) pid;
      loop
        perform pg_stat_clear_snapshot();
        exit when not exists (
          select from pg_stat_activity where pid = any (theirs) and usesysid = any (users));
        if clock_timestamp() > deadline then
          raise exception 'sessions of % do not end',
            (select string_agg(rolname, ', ') from pg_roles where oid = any (users));
        end if;
        perform pg_sleep(0.02);
      end loop;
    \(handler)
    end $do$;

    -- A login that something still depends on stays, and logs nobody in.
    do $do$
    declare
      login record;
    begin
      for login in \(logins) loop
      \(lock)
        if login.is_made and not login.is_used and not login.rolcanlogin then
          begin
            execute format('drop role %I', login.rolname);
          exception when dependent_objects_still_exist then null;
          end;
        end if;
      end loop;
    \(handler)
    end $do$;
    \\echo done

    """

  /// The logins that the order is about: those of its pairs, and what its oid or its name is whatever it has.
  private static let logins = """
    with \(finding("current_setting('countersign.orders')"))
        select l.oid as id, l.rolname, l.rolcanlogin, a.mark, false as is_made, false as is_used
          from pg_roles l join asked a on a.is_same and l.oid::text = a.login_oid or l.rolname = a.login
    """

  /// Reads the login, and whether Countersign made it and still gives it something.
  ///
  /// One that it made is written to first: whoever gives it something at the same time waits for the end of this.
  private static let lock = """
        if shobj_description(login.id, 'pg_authid') = login.mark then
          execute format('alter role %I connection limit -1', login.rolname);
        end if;
        select r.oid as id, rolname, rolcanlogin, login.mark as mark,
            shobj_description(oid, 'pg_authid') is not distinct from login.mark as is_made,
            exists (
              select from pg_auth_members m join pg_roles g on g.oid = m.grantor
              where m.member = r.oid and g.rolname = current_user
            ) as is_used
          into login from pg_roles r where r.oid = login.id;
    """
}
