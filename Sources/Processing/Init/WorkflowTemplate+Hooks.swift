extension WorkflowTemplate {
  /// Runs Countersign in a bare repository on a plain git host, after each push and from cron.
  var postReceive: String {
    """
    #!/bin/sh
    # Written by countersign init. Processes the mainline after each push that moves it.
    #
    # Install it in the bare repository on the host, and tell that repository, not its content, what to
    # trust and which key to use:
    #   cp hooks/post-receive hooks/update /srv/access.git/hooks/
    #   chmod +x /srv/access.git/hooks/post-receive /srv/access.git/hooks/update
    #   git -C /srv/access.git config countersign.anchor <commit>
    #   git -C /srv/access.git config countersign.key /etc/countersign/processor
    # Once: cd /srv/access.git && hooks/post-receive --now --first-run
    # In the crontab of the repository's owner, so that access ends on time:
    #   */10 * * * * cd /srv/access.git && hooks/post-receive --now
    set -u
    mainline=refs/heads/\(mainline)

    if [ "${1-}" = --now ]; then
      shift
    else
      moved=no
      while read -r old new name; do
        if [ "$name" = "$mainline" ]; then moved=yes; fi
      done
      if [ "$moved" = no ]; then exit 0; fi
    fi

    # git sets variables for its hooks that speak of this push alone.
    unset $(git rev-parse --local-env-vars)
    COUNTERSIGN_ANCHOR=$(git config --get countersign.anchor) || {
      echo 'countersign: set countersign.anchor in the configuration of this repository' >&2
      exit 77
    }
    COUNTERSIGN_KEY=$(git config --get countersign.key) || {
      echo 'countersign: set countersign.key in the configuration of this repository' >&2
      exit 64
    }
    export COUNTERSIGN_ANCHOR COUNTERSIGN_KEY

    # One run at a time; a run that comes second finds the work done. Nobody waits for ever, and the lock ends
    # with this script: neither the run nor what that starts takes it along.
    exec 9>countersign.lock
    flock --wait 600 9 || {
      echo 'countersign: another run has taken ten minutes; the next push or cron goes on' >&2
      exit 75
    }
    countersign run --repository . "$@" 9>&-

    """
  }

  /// Asks Countersign before a push moves a reference (DESIGN section 6).
  var update: String {
    """
    #!/bin/sh
    # Written by countersign init. Install it beside post-receive: it refuses at the door what a run would only
    # complain of. What is the processor's nobody writes; the mainline takes nothing that could never count.
    set -u
    anchor=$(git config --get countersign.anchor) || {
      echo 'countersign: set countersign.anchor in the configuration of this repository' >&2
      exit 1
    }
    countersign check --repository . --push "$1" "$2" "$3" --anchor "$anchor" >&2

    """
  }
}
