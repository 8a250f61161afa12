#!/bin/sh
# hosts.sh <sharded> [number of hosts]: check.sh with processes on several hosts, 3 unless said, which are network
# namespaces of this machine that know each other by a bridge alone. By hand, as root, with iproute2.
#
# SPDX-License-Identifier: MIT
set -eu
program=$(realpath "$1")
hosts=${2:-3}
here=$(cd "$(dirname "$0")" && pwd)
prefix=eigeninit-$$
agent=$(mktemp)
remove() {
  for i in $(seq 1 "$hosts"); do ip netns delete "$prefix-$i" 2>/dev/null || true; done
  ip netns delete "$prefix-switch" 2>/dev/null || true
  rm -f "$agent"
}
trap remove EXIT
trap 'exit 1' HUP INT TERM

ip netns add "$prefix-switch"
ip -n "$prefix-switch" link add bridge type bridge
ip -n "$prefix-switch" link set bridge up
names=
for i in $(seq 1 "$hosts"); do
  ip netns add "$prefix-$i"
  ip -n "$prefix-$i" link set lo up
  ip -n "$prefix-$i" link add eth0 type veth peer name "port$i" netns "$prefix-switch"
  ip -n "$prefix-$i" address add "10.99.0.$i/24" dev eth0
  ip -n "$prefix-$i" link set eth0 up
  ip -n "$prefix-switch" link set "port$i" master bridge up
  names=$names${names:+,}10.99.0.$i:2
done

# What Open MPI calls in the place of ssh: <host> <command>…
cat >"$agent" <<EOF
#!/bin/sh
host=\$1
shift
exec ip netns exec "$prefix-\${host##*.}" unshare --uts sh -c 'hostname "\$0" && exec sh -c "\$*"' "\$host" "\$@"
EOF
chmod +x "$agent"

export OMPI_MCA_plm_rsh_agent="$agent" OMPI_MCA_btl=self,tcp OMPI_MCA_btl_tcp_if_include=10.99.0.0/24 \
  OMPI_MCA_oob_tcp_if_include=10.99.0.0/24 OMPI_MCA_orte_keep_fqdn_hostnames=1
export MPIRUN_FLAGS="--host $names --map-by node"
ip netns exec "$prefix-1" unshare --uts sh -c "hostname 10.99.0.1 && exec sh '$here/check.sh' '$program' 3 6"
