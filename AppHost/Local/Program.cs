using PartyCloud.AppHost.Local;

// The engine by itself: what tests/run and the engine's own guard call.
return args switch
{
    ["servers", .. var rest] => await ServersCommand.RunAsync(rest),
    ["sweep", .. var rest] => await SweepCommand.RunAsync(rest),
    _ => await ServersCommand.UsageAsync(),
};
