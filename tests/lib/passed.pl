# Becomes a program as systemd starts it: perl passed.pl NOTIFY SOCKET… -- PROGRAM WORD…
# Listening sockets from descriptor 3 on; what the program notifies is printed by a child.
use strict;
use warnings;
use Socket;
use POSIX qw(dup2);

my $notify = shift @ARGV;
my @paths;
push @paths, shift @ARGV while $ARGV[0] ne '--';
shift @ARGV;

socket(my $told, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
bind($told, pack_sockaddr_un($notify)) or die "bind $notify: $!";
my $master = $$;
if (fork() == 0) {
    $| = 1;
    my $bits = '';
    vec($bits, fileno($told), 1) = 1;
    while (-S $notify) { # until the test removes it
        next unless select(my $ready = $bits, undef, undef, 0.2);
        recv($told, my $text, 4096, 0);
        print "notified: $_\n" for split /\n/, $text;
    }
    exit 0;
}

$^F = 255; # no FD_CLOEXEC
my @sockets;
for my $path (@paths) {
    socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!";
    bind($s, pack_sockaddr_un($path)) or die "bind $path: $!";
    listen($s, 128) or die "listen: $!";
    chmod 0660, $path;
    push @sockets, $s;
}
my @high = map { my $fd = 40 + $_; dup2(fileno($sockets[$_]), $fd); $fd } 0 .. $#sockets;
dup2($high[$_], 3 + $_) for 0 .. $#high;
POSIX::close($_) for @high;
@ENV{qw(LISTEN_PID LISTEN_FDS NOTIFY_SOCKET)} = ($master, scalar @paths, $notify);
exec @ARGV or die "exec: $!";
