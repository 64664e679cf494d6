/// What psql is given to do.
///
/// Its variables hold every name; within a block of `do` they are settings. A script may be broken off anywhere and
/// be run again, by two runners at once too. Each block is one transaction, and raises what went wrong behind
/// `raised` and its code.
enum PostgresScript {
  /// What a deed prints when it has come to its end.
  static let done = "done\n"
  /// Stands before the code and the text of what a block raises, in no language but ours.
  static let raised = "countersign-raised "

  /// Limits that let no lock of anybody's hold up a run, and no function of anybody's shadow the server's.
  static let settings = """
    set statement_timeout = '15s';
    set lock_timeout = '3s';
    set idle_in_transaction_session_timeout = '20s';
    set client_min_messages = error;
    set search_path = pg_catalog, pg_temp;

    """

  /// Makes the login a member of the role.
  static let grant =
    names + """
      do $do$
      declare
        me record;
        role record;
        login record;
        wanted constant text := current_setting('countersign.login');
        mark constant text := current_setting('countersign.mark');
        ends constant timestamptz := current_setting('countersign.ends');
        makes constant boolean := current_setting('countersign.make');
      begin
        select oid, rolname, rolsuper into me from pg_roles where rolname = current_user;
        select oid, rolname, rolsuper into role from pg_roles
          where rolname = current_setting('countersign.role');
        select oid, rolname, rolsuper, rolcanlogin, rolvaliduntil,
            shobj_description(oid, 'pg_authid') is not distinct from mark as is_made
          into login from pg_roles where rolname = wanted;
        if me.rolsuper then
          raise exception '%', 'the runner logs in as ' || me.rolname || ', a superuser: '
            'all superusers grant in one name, so it could not be told what Countersign gave';
        elsif role.oid is null then
          raise exception 'the server has no role %', current_setting('countersign.role');
        elsif me.oid in (role.oid, login.oid) then
          raise exception '% is the runner''s own role', me.rolname;
        elsif role.rolsuper or login.rolsuper then
          raise exception 'a superuser, % or %, is no subject of grants', role.rolname, wanted;
        elsif login.oid is null and not makes then
          raise exception 'the server has no role %, which would be made a member', wanted;
        elsif login.oid is not null and makes and not login.is_made then
          raise exception 'there is a role % already, and Countersign did not make it', wanted;
        elsif not login.rolcanlogin and not login.is_made then
          raise exception 'the role % may not log in', wanted;
        end if;
        if exists (
          with recursive holders(id) as (
            select role.oid
            union
            select m.member from holders h join pg_auth_members m on m.roleid = h.id
          )
          select from holders h join pg_auth_members m on m.roleid = h.id
          where m.member = login.oid and m.grantor <> me.oid
        ) then
          raise exception '% has % already, and Countersign did not give it', wanted, role.rolname;
        end if;

        if login.oid is null then
          execute format('create role %I login nosuperuser nocreatedb nocreaterole noreplication '
            'nobypassrls valid until %L', wanted, ends);
          execute format('comment on role %I is %L', wanted, mark);
        elsif login.is_made and login.rolcanlogin then
          execute format('alter role %I valid until %L', wanted, greatest(login.rolvaliduntil, ends));
        elsif login.is_made then
          execute format('alter role %I login password null valid until %L', wanted, ends);
        end if;
        if not exists (
          select from pg_auth_members m join pg_roles l on l.oid = m.member
          where m.roleid = role.oid and l.rolname = wanted and m.grantor = me.oid
        ) then
          execute format('grant %I to %I granted by current_user', role.rolname, wanted);
        end if;
      \(handler)
      end $do$;
      \\echo done

      """

  /// Takes the membership away, ends what was begun with it, and disables a login that was made.
  static let revoke =
    names + """
      -- Whose sessions may have the role by now. They end before anything else: their locks would stand in the way.
      do $do$
      declare
        me constant oid := (select oid from pg_roles where rolname = current_user);
        role constant oid := (select oid from pg_roles where rolname = current_setting('countersign.role'));
        login constant oid := (select oid from pg_roles where rolname = current_setting('countersign.login'));
        users text;
      begin
        if not exists (select from pg_auth_members where roleid = role and member = login and grantor = me)
          and exists (
            with recursive holders(id) as (
              select role
              union
              select m.member from holders h join pg_auth_members m on m.roleid = h.id
            )
            select from holders h join pg_auth_members m on m.roleid = h.id
            where m.member = login and m.grantor <> me
          )
        then
          raise exception '% has %, and Countersign did not give it',
            current_setting('countersign.login'), current_setting('countersign.role');
        end if;
        with recursive heirs(id) as (
          select login where login is not null
          union
          select m.member from heirs h join pg_auth_members m on m.roleid = h.id where h.id <> me
        )
        select coalesce(string_agg(h.id::text, ','), '') into users
        from heirs h join pg_roles r on r.oid = h.id where not r.rolsuper and r.oid <> me;
        perform set_config('countersign.users', users, false);
        perform pg_terminate_backend(pid) from pg_stat_activity
        where usesysid = any (string_to_array(users, ',')::oid[]);
      \(handler)
      end $do$;

      do $do$
      begin
        if exists (
          select from pg_auth_members m join pg_roles r on r.oid = m.roleid
            join pg_roles l on l.oid = m.member join pg_roles g on g.oid = m.grantor
          where r.rolname = current_setting('countersign.role')
            and l.rolname = current_setting('countersign.login') and g.rolname = current_user
        ) then
          execute format('revoke %I from %I granted by current_user',
            current_setting('countersign.role'), current_setting('countersign.login'));
        end if;
      \(handler)
      end $do$;

      do $do$
      declare
        login record;
      begin
      \(lock)
        if login.is_made and not login.is_used then
          execute format('alter role %I nologin password null valid until %L', login.rolname, now());
        end if;
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
            raise exception 'sessions of % do not end', current_setting('countersign.login');
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
      \(lock)
        if login.is_made and not login.is_used and not login.rolcanlogin then
          begin
            execute format('drop role %I', login.rolname);
          exception when dependent_objects_still_exist then null;
          end;
        end if;
      \(handler)
      end $do$;
      \\echo done

      """

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

  private static let names = """
    set countersign.login = :'login';
    set countersign.role = :'role';
    set countersign.ends = :'ends';
    set countersign.make = :'make';
    set countersign.mark = :'mark';

    """

  /// Ends a block: says what went wrong where psql's own words would depend on the server's language.
  private static let handler = """
    exception when others then
      raise exception '\(raised)%: %', sqlstate, sqlerrm;
    """

  /// Reads the login, and whether Countersign made it and still gives it something.
  ///
  /// One that it made is written to first: whoever gives it something at the same time waits for the end of this.
  private static let lock = """
      select rolname into login from pg_roles
        where rolname = current_setting('countersign.login')
          and shobj_description(oid, 'pg_authid') = current_setting('countersign.mark');
      if found then
        execute format('alter role %I connection limit -1', login.rolname);
      end if;
      select rolname, rolcanlogin,
          shobj_description(oid, 'pg_authid') is not distinct from current_setting('countersign.mark') as is_made,
          exists (
            select from pg_auth_members m join pg_roles g on g.oid = m.grantor
            where m.member = r.oid and g.rolname = current_user
          ) as is_used
        into login from pg_roles r where rolname = current_setting('countersign.login');
    """
}
