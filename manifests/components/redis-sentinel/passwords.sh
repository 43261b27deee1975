# Sourced by the start scripts. Everybody speaks by one password; others may be accepted beside it, so that it can be changed while servers
# and clients restart one after another: first all learn the new one, then all speak it. One a line in the file `other-passwords`.
password=$(cat /secrets/password)

# The line of the configuration that says what is accepted: the one user that there is, who may do everything.
accepted_passwords() {
  line="user default on ~* &* +@all >$password"
  if [ -e /secrets/other-passwords ]; then
    while read -r other || [ -n "$other" ]; do
      if [ -n "$other" ]; then line="$line >$other"; fi
    done </secrets/other-passwords
  fi
  echo "$line"
}
