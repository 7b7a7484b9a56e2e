/**
 * Makes the network namespace of a VPC's router; the file keeps it, without a process.
 * Arguments: the file, the address at which hosts find the sandbox.
 */
export const ROUTER_SCRIPT = `
set -eu
: >"$1"
exec unshare --net="$1" sh -c '
set -eu
settings=/proc/sys/net/ipv4
echo 1 >$settings/ip_forward
for name in all default; do
  echo 0 >$settings/conf/$name/send_redirects
  echo 0 >$settings/conf/$name/rp_filter
done
if [ -e /proc/sys/net/ipv6/conf/all/disable_ipv6 ]; then echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6; fi
if [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ]; then echo 0 >/proc/sys/net/bridge/bridge-nf-call-iptables; fi
ip link set lo up
ip addr add "$1/32" dev lo
' router "$2"
`;

/**
 * Adds a subnet to a router: a bridge that answers for every address of the subnet, so that traffic between its hosts
 * passes the router. Its own link address is fixed: else it would change with the hosts that come and go, and what
 * their peers have learnt would be wrong for many seconds. Arguments: the router's file, bridge, address and prefix length.
 */
export const SUBNET_SCRIPT = `
set -eu
exec nsenter --net="$1" sh -c '
set -eu
ip link add "$1" address 0e:00:00:00:00:01 mtu 9001 type bridge
ip addr add "$2" dev "$1"
echo 0 >/proc/sys/net/ipv4/conf/$1/send_redirects
echo 1 >/proc/sys/net/ipv4/conf/$1/proxy_arp_pvlan
echo 0 >/proc/sys/net/ipv4/neigh/$1/proxy_delay
ip link set "$1" up
' subnet "$2" "$3"
`;
