using PartyCloud.AppHost.Local;

namespace PartyCloud.AppHost.Tests;

public sealed class PortsTests
{
    [Fact]
    public void Ports_picked_one_after_the_other_are_different_ones()
    {
        var ports = Enumerable.Range(0, 10).SelectMany(_ => Ports.Free(14)).ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 20_000, 32_000));
    }

    [Fact]
    public void Another_process_does_not_get_the_block_that_this_one_picks_from()
    {
        var first = Ports.Free() / 200 * 200;

        Assert.Throws<IOException>(() => new FileStream(Path.Combine(Path.GetTempPath(), $"partycloud-ports-{first}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None).Dispose());
    }
}
