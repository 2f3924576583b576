namespace PartyCloud.Demo.Loading;

/// <summary>The gateway refused, or did not answer in time; the message is for the person at the console.</summary>
internal sealed class GatewayException(string message, int status = 0, string? code = null) : Exception(message)
{
    public int Status { get; } = status;

    public string? Code { get; } = code;
}
