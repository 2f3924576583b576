using PartyCloud.Demo.Generation;

namespace PartyCloud.Demo.Loading;

internal sealed class SampleYear(Gateway gateway, Sample sample)
{
    public Task RunAsync(CancellationToken cancellation) => gateway.GetAsync("/api/v1/organizations/by-code/" + sample.Root.Code, cancellation);
}
